// The visits that workers paid to somebody.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (worker:Worker)-[fact:VISITED]->(node)
RETURN fact, worker, node AS person
ORDER BY fact.from, fact.key
