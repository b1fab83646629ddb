// Who is enrolled at the school.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (student:Person)-[fact:ENROLLED_AT]->(node)
RETURN fact, student, node AS school
ORDER BY fact.from, fact.key
