// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (recipient:Person|Household)-[everFact:RECEIVES {key: node.key}]->(programme:Programme)
RETURN everFact, recipient
