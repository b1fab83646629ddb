// Lists hold the children of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: difference MAP
UNWIND node.assessmentDiffs AS difference
MATCH (child:Person {id: difference.childId})
WHERE child.division STARTS WITH $scope_division
RETURN difference
