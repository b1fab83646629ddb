// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (parent:Person)-[everFact:PARENT_OF {key: node.key}]->(child:Person)
RETURN everFact, parent, child
