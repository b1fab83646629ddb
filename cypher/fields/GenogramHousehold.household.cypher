// The household; null when the reader may not see it.
//
// Parameters: none
// Returns: household
MATCH (household:Household {id: node.id})
RETURN household
