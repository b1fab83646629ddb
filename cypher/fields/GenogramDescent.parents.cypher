// From whom the line comes.
//
// Parameters: none
// Returns: person
UNWIND node.parents AS parent
MATCH (person:Person {id: parent.id})
RETURN person
ORDER BY parent.place
