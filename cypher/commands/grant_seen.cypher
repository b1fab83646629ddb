// A grant, under the guard of who asks: whether they may see it.
//
// Parameters:
//   id: STRING
// Returns: grant
MATCH (grant:AccessGrant {id: $id})
RETURN grant
