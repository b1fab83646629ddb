// The persons.
//
// Parameters: none
// Returns: person
MATCH (person:Person)
RETURN person
