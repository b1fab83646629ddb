// The organisation whose staff asks.
//
// Parameters:
//   scope_organisation: STRING (id of the organisation)
// Returns: organisation
MATCH (organisation:Organisation {id: $scope_organisation})
RETURN organisation
