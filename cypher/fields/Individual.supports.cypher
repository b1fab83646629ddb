// Whom somebody supports.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:SUPPORTS]->(person:Person)
RETURN fact, node AS supporter, person
ORDER BY fact.from, fact.key
