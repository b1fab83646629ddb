// The grants of access to single children.
//
// Parameters: none
// Returns: grant
MATCH (grant:AccessGrant)
RETURN grant
