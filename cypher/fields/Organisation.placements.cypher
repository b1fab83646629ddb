// Who is placed with the organisation.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (person:Person)-[fact:PLACED_WITH]->(node)
RETURN fact, person, node AS organisation
ORDER BY fact.from, fact.key
