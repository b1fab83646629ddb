// The certificate number, masked: it holds the resident identity number.
//
// Parameters: none
// Returns: STRING
RETURN left(node.certificateNo, 6) + '**********' + right(node.certificateNo, 2)
