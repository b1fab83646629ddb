// An auditor sees the family name alone.
//
// Parameters: none
// Returns: STRING
RETURN left(node.name, 1) + '某某'
