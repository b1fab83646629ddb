// Those without any one of whom some able adult is out of reach, as far as the reader may see them.
//
// Parameters: none
// Returns: person
UNWIND node.articulationPersons AS id
MATCH (person:Person {id: id})
RETURN person
ORDER BY person.id
