// The benefits that somebody receives in their own name.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:RECEIVES]->(programme:Programme)
RETURN fact, node AS recipient
ORDER BY fact.from, fact.key
