// The rule that decided.
//
// Parameters:
//   rule_id: STRING
// Returns: STRING
RETURN $rule_id
