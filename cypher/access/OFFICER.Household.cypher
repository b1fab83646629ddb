// An officer sees the households of their division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: condition on node
WHERE node.division STARTS WITH $scope_division
