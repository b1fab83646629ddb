// A school liaison sees no identity numbers.
//
// Parameters: none
// Returns: null
RETURN null
