// Lists hold the children of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: ending MAP
UNWIND node.expiring AS ending
MATCH (child:Person {id: ending.childId})
WHERE child.division STARTS WITH $scope_division
RETURN ending
