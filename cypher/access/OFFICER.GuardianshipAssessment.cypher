// An officer sees the assessments of the children whom they see: they are met through the child.
//
// Parameters: none
// Returns: condition on node
WHERE true
