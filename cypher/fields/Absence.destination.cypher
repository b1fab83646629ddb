// The division where somebody is away, when it is in the list of divisions.
//
// Parameters: none
// Returns: destination
MATCH (destination:Division {code: node.destinationDivision})
RETURN destination
