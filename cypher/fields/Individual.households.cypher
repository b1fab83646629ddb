// The households that somebody lives in.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:MEMBER_OF]->(household:Household)
RETURN fact, household, node AS person
ORDER BY fact.from, fact.key
