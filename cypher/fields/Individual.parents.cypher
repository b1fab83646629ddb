// The parents of somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (parent:Person)-[fact:PARENT_OF]->(node)
RETURN fact, parent, node AS child
ORDER BY fact.from, fact.key
