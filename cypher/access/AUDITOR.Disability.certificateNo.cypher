// An auditor sees no certificate numbers: they hold the identity number.
//
// Parameters: none
// Returns: null
RETURN null
