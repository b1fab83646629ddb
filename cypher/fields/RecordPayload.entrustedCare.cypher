// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (carer:Person)-[everFact:ENTRUSTED_CARER_OF {key: node.key}]->(child:Person)
RETURN everFact, carer, child
