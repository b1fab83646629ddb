// Empties the cache of plans.
//
// Parameters: none
// Returns: value STRING (says how many there were)
CALL db.clearQueryCaches() YIELD value
RETURN value
