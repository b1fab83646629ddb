// Not for this role.
//
// Parameters: none
// Returns: null
RETURN null
