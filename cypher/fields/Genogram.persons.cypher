// Everybody who is drawn.
//
// Parameters: none
// Returns: drawn MAP, as in api/computed/families; person
UNWIND node.persons AS drawn
MATCH (person:Person {id: drawn.id})
RETURN drawn, person
ORDER BY drawn.place
