// The child in care.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.childId})
RETURN child
