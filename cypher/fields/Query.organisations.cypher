// The organisations.
//
// Parameters: none
// Returns: organisation
MATCH (organisation:Organisation)
RETURN organisation
