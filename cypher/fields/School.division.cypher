// The division that the school belongs to.
//
// Parameters: none
// Returns: division
MATCH (division:Division {code: node.division})
RETURN division
