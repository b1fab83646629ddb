// A school liaison sees all divisions: they are no secret.
//
// Parameters: none
// Returns: condition on node
WHERE true
