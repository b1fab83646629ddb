// A school liaison sees no telephone numbers.
//
// Parameters: none
// Returns: null
RETURN null
