// An auditor sees no telephone numbers.
//
// Parameters: none
// Returns: null
RETURN null
