// The child; somebody who is none any more is a person still.
//
// Parameters: none
// Returns: child
MATCH (child:Person {id: node.childId})
RETURN child
