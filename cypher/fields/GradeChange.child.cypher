// The child whose grade has changed.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.child})
RETURN child
