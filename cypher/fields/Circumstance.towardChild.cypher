// The child that a circumstance concerns, of those that hold toward one child.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.towardChildId})
RETURN child
