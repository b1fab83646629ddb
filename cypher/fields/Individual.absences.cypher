// Where somebody is away.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:ABSENT_IN]->(place:Division)
RETURN fact, node AS person
ORDER BY fact.from, fact.key
