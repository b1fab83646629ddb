// The version of the definitions of the measures.
//
// Parameters: none
// Returns: STRING
RETURN node.version
