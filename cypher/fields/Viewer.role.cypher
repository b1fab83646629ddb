// Their role.
//
// Parameters:
//   role: STRING
// Returns: STRING
RETURN $role
