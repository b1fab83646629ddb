// Whom the line leads to.
//
// Parameters: none
// Returns: person
MATCH (person:Person {id: node.child})
RETURN person
