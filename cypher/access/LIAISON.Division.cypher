// Divisions are no secret.
//
// Parameters: none
// Returns: condition on node
WHERE true
