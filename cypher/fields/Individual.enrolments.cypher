// The schools that somebody is enrolled at.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:ENROLLED_AT]->(school:School)
RETURN fact, school, node AS student
ORDER BY fact.from, fact.key
