// The marriages of somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:MARRIED_TO]-(spouse:Person)
RETURN fact, node AS one, spouse AS other
ORDER BY fact.from, fact.key
