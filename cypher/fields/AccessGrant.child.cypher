// The child to whom the grant gives access; null for whoever does not see it, and when there is none.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.childId})
RETURN child
