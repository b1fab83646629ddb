// The households that the child belongs to on the day, as facts. Sees everything.
//
// Parameters: none
// Returns: fact
MATCH (node)-[fact:MEMBER_OF]->(home)
RETURN fact
