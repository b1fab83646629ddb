// The fact that was recorded, ended or corrected, when it is of this type.
//
// Parameters: none
// Returns: the fact; its ends by the fields that show them
MATCH (guardian:Person|Organisation)-[everFact:GUARDIANSHIP_REVOKED_FOR {key: node.key}]->(ward:Person)
RETURN everFact, guardian, ward
