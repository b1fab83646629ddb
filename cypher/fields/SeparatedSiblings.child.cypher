// The child in the division that was asked about.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.childId})
RETURN child
