// Whom it concerns; null of the law.
//
// Parameters: none
// Returns: party
MATCH (party:Person|Organisation {id: node.who})
RETURN party
