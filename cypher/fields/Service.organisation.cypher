// The organisation that served.
//
// Parameters: none
// Returns: organisation
MATCH (organisation:Organisation {id: node.organisationId})
RETURN organisation
