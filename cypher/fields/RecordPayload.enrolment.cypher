// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (student:Person)-[everFact:ENROLLED_AT {key: node.key}]->(school:School)
RETURN everFact, student, school
