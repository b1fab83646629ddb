// School days that somebody missed, by month.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:ATTENDED]->(school:School)
RETURN fact, school, node AS student
ORDER BY fact.from, fact.key
