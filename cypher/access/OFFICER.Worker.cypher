// An officer sees all workers: they are no secret.
//
// Parameters: none
// Returns: condition on node
WHERE true
