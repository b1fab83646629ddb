// The version of the rule that decided.
//
// Parameters:
//   rule_version: STRING
// Returns: STRING
RETURN $rule_version
