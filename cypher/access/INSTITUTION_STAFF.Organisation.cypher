// Staff of an institution see their own.
//
// Parameters:
//   scope_organisation: STRING (id of the organisation)
// Returns: condition on node
WHERE node.id = $scope_organisation
