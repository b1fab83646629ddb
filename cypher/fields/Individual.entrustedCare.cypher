// Who has been entrusted with the care of somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (carer:Person)-[fact:ENTRUSTED_CARER_OF]->(node)
RETURN fact, carer, node AS child
ORDER BY fact.from, fact.key
