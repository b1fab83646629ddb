// The grant that was ended.
//
// Parameters:
//   outcome: MAP (id: of the grant)
// Returns: grant
MATCH (grant:AccessGrant {id: $outcome.id})
RETURN grant
