// One household by id.
//
// Parameters:
//   id: STRING
// Returns: household
MATCH (household:Household {id: $id})
RETURN household
