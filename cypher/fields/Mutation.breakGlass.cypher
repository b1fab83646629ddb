// The grant that was asked for.
//
// Parameters:
//   outcome: MAP (id: of the grant)
// Returns: grant
MATCH (grant:AccessGrant {id: $outcome.id})
RETURN grant
