// The child that it is about, of circumstances that hold toward one child.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.towardChildId})
RETURN child
