// Its version.
//
// Parameters:
//   rule_version: STRING
// Returns: STRING
RETURN $rule_version
