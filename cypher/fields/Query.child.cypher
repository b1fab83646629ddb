// One child by id.
//
// Parameters:
//   id: STRING
// Returns: child
MATCH (child:Person {id: $id})
RETURN child
