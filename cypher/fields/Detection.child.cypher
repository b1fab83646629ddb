// The child of whom the rule holds.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.childId})
RETURN child
