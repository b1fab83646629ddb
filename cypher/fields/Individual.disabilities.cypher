// The certified disabilities of somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:HAS_DISABILITY]->(type:DisabilityType)
RETURN fact, node AS person
ORDER BY fact.from, fact.key
