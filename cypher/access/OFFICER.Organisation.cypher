// An officer sees all organisations: they are no secret.
//
// Parameters: none
// Returns: condition on node
WHERE true
