// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (worker:Worker)-[everFact:VISITED {key: node.key}]->(person:Person)
RETURN everFact, worker, person
