// The division that an officer who asks works for.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: division
MATCH (division:Division {code: $scope_division + right('000000000000', 12 - size($scope_division))})
RETURN division
