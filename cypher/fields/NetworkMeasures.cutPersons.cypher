// Those without any one of whom no able adult is in reach, as far as the reader may see them.
//
// Parameters: none
// Returns: person
UNWIND node.cutPersons AS id
MATCH (person:Person {id: id})
RETURN person
ORDER BY person.id
