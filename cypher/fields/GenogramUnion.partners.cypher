// Those who are or were together, the left one first.
//
// Parameters: none
// Returns: person
UNWIND node.partners AS partner
MATCH (person:Person {id: partner.id})
RETURN person
ORDER BY partner.place
