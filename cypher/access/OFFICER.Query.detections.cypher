// Lists hold what the rules say of the children of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: detection MAP
UNWIND node.detections AS detection
MATCH (child:Person {id: detection.childId})
WHERE child.division STARTS WITH $scope_division
RETURN detection
