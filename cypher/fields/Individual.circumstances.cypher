// What holds about somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:IN_CIRCUMSTANCE]->(kind:CircumstanceKind)
RETURN fact, node AS person
ORDER BY fact.from, fact.key
