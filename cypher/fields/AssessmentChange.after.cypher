// The grade that was kept for the child.
//
// Parameters: none
// Returns: STRING
RETURN node.grade
