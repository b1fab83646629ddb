// The guardianships that somebody holds.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:GUARDIAN_OF]->(ward:Person)
RETURN fact, node AS guardian, ward
ORDER BY fact.from, fact.key
