// An auditor sees all of these; the names of people are masked.
//
// Parameters: none
// Returns: condition on node
WHERE true
