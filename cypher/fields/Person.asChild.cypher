// The same person as a child, if they are one on the day.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.id})
RETURN child
