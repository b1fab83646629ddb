// Not for this role.
//
// Parameters: none
// Returns: finding
UNWIND [] AS finding
RETURN finding
