// The township that the child belongs to.
//
// Parameters: none
// Returns: STRING (9 digits)
RETURN left(node.division, 9)
