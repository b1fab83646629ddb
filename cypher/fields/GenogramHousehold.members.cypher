// Who lives in the household.
//
// Parameters: none
// Returns: person
UNWIND node.members AS id
MATCH (person:Person {id: id})
RETURN person
ORDER BY person.id
