// Accesses to what is kept of a child.
//
// Parameters: none
// Returns: access MAP, as in api/computed/accesses
UNWIND node.accessHistory AS access
RETURN access
