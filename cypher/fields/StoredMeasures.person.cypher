// Of whom the measures are; a person who was a child on that day.
//
// Parameters: none
// Returns: person
MATCH (person:Person {id: node.childId})
RETURN person
