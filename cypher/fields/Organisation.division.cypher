// The division that the organisation belongs to.
//
// Parameters: none
// Returns: division
MATCH (division:Division {code: node.division})
RETURN division
