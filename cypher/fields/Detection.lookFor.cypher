// The parent whom somebody should look for.
//
// Parameters: none
// Returns: person
MATCH (person:Person {id: node.lookFor})
RETURN person
