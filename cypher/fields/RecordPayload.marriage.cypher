// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (one:Person)-[everFact:MARRIED_TO {key: node.key}]->(other:Person)
RETURN everFact, one, other
