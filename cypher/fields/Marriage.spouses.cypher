// The two who are married, in the order of the record.
//
// Parameters: none
// Returns: person
WITH startNode(node) AS one, endNode(node) AS other
UNWIND [one, other] AS spouse
MATCH (person:Person {id: spouse.id})
RETURN person
ORDER BY person.id
