// The children of the division.
//
// Parameters: none
// Returns: child
MATCH (child:Person)
WHERE child.division STARTS WITH fields.Division.prefix(node)
RETURN child
