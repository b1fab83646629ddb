// Waits until every index can be used.
//
// Parameters:
//   seconds: INTEGER (how long at most)
// Returns: nothing
CALL db.awaitIndexes($seconds)
