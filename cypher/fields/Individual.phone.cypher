// The telephone number, masked.
//
// Parameters: none
// Returns: STRING
RETURN left(node.phone, 3) + '****' + right(node.phone, 4)
