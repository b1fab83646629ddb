// With whose care somebody has been entrusted.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:ENTRUSTED_CARER_OF]->(child:Person)
RETURN fact, node AS carer, child
ORDER BY fact.from, fact.key
