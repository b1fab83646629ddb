// The grant that an event is about.
//
// Parameters:
//   event: STRING (id of the grant)
// Returns: grant
MATCH (grant:AccessGrant {id: $event})
RETURN grant
