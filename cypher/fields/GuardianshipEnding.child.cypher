// The child whose guardianship stops being effective.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.childId})
RETURN child
