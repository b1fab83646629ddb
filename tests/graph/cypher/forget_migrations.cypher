// Forgets the migrations after one.
//
// Parameters:
//   after: INTEGER
// Returns: nothing
MATCH (m:Migration) WHERE m.version > $after
DELETE m
