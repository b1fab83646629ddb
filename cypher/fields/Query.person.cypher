// One person by id.
//
// Parameters:
//   id: STRING
// Returns: person
MATCH (person:Person {id: $id})
RETURN person
