// Who lives in the household.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (person:Person)-[fact:MEMBER_OF]->(node)
RETURN fact, person, node AS household
ORDER BY fact.from, fact.key
