// Who supports somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (supporter:Person|Worker)-[fact:SUPPORTS]->(node)
RETURN fact, supporter, node AS person
ORDER BY fact.from, fact.key
