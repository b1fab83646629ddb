// The sibling, in the same division or elsewhere.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.siblingId})
RETURN child
