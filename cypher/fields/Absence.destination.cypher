// The division that they went to, as far as it is known by name.
//
// Parameters: none
// Returns: destination
MATCH (destination:Division {code: node.destinationDivision})
RETURN destination
