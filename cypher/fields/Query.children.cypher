// The children.
//
// Parameters: none
// Returns: child
MATCH (child:Person)
RETURN child
