// The grant by which a case was referred.
//
// Parameters:
//   outcome: MAP (id: of the grant)
// Returns: grant
MATCH (grant:AccessGrant {id: $outcome.id})
RETURN grant
