// Lists hold the households of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: household
MATCH (household:Household)
WHERE household.division STARTS WITH $scope_division
RETURN household
