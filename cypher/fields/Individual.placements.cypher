// Where somebody is placed.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:PLACED_WITH]->(organisation:Organisation)
RETURN fact, organisation, node AS person
ORDER BY fact.from, fact.key
