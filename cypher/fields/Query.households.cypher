// The households.
//
// Parameters: none
// Returns: household
MATCH (household:Household)
RETURN household
