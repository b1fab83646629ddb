// The resident identity number, masked: never shown whole.
//
// Parameters: none
// Returns: STRING
RETURN left(node.idNumber, 6) + '**********' + right(node.idNumber, 2)
