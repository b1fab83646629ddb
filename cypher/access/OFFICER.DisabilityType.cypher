// A code of a list; whoever sees the fact sees its code.
//
// Parameters: none
// Returns: condition on node
WHERE true
