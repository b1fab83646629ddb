// Lists hold the children of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: child
MATCH (child:Person)
WHERE child.division STARTS WITH $scope_division
RETURN child
