// Which of these strings are ids of persons.
//
// Parameters:
//   ids: LIST<STRING>
// Returns: ids LIST<STRING>
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN collect(person.id) AS ids
