// The role of who asks.
//
// Parameters:
//   role: STRING
// Returns: STRING
RETURN $role
