// An auditor sees everything; names are masked.
//
// Parameters: none
// Returns: condition on node
WHERE true
