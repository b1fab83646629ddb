// The division that the worker belongs to.
//
// Parameters: none
// Returns: division
MATCH (division:Division {code: node.division})
RETURN division
