// Whose fact is missing; null when nobody is recorded.
//
// Parameters: none
// Returns: person
MATCH (person:Person {id: node.person})
RETURN person
