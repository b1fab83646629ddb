// The circumstances and disabilities of the child itself on the day. Sees everything.
//
// Parameters: none
// Returns: fact
MATCH (node)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY]->(end)
RETURN fact
