// The version of the rule.
//
// Parameters: none
// Returns: STRING
RETURN node.version
