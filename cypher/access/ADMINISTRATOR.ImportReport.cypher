// An administrator sees how imports went: they name no one.
//
// Parameters: none
// Returns: condition on node
WHERE true
