// The division of residence, else of registration.
//
// Parameters: none
// Returns: division
MATCH (division:Division {code: node.division})
RETURN division
