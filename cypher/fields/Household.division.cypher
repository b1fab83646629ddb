// The division that the household belongs to.
//
// Parameters: none
// Returns: division
MATCH (division:Division {code: node.division})
RETURN division
