// The visits that the worker paid.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:VISITED]->(person:Person)
RETURN fact, node AS worker, person
ORDER BY fact.from, fact.key
