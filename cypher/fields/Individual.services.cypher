// The services that somebody received.
//
// Parameters: none
// Returns: fact; its ends by the fields that show them
MATCH (node)-[fact:RECEIVED_SERVICE]->(line:ServiceLine)
RETURN fact, node AS person
ORDER BY fact.from, fact.key
