// An auditor sees all grants.
//
// Parameters: none
// Returns: condition on node
WHERE true
