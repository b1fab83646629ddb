// Whose parent somebody is.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:PARENT_OF]->(child:Person)
RETURN fact, node AS parent, child
ORDER BY fact.from, fact.key
