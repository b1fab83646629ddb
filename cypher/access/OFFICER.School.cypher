// An officer sees all schools: they are no secret.
//
// Parameters: none
// Returns: condition on node
WHERE true
