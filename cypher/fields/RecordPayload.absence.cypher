// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (person:Person)-[everFact:ABSENT_IN {key: node.key}]->(place:Division)
RETURN everFact, person
