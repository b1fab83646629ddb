// The guardianships over somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (guardian:Person|Organisation)-[fact:GUARDIAN_OF]->(node)
RETURN fact, guardian, node AS ward
ORDER BY fact.from, fact.key
