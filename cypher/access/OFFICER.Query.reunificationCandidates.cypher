// Lists hold the children of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: reunification MAP
UNWIND node.reunificationCandidates AS reunification
MATCH (child:Person {id: reunification.childId})
WHERE child.division STARTS WITH $scope_division
WITH reunification WHERE EXISTS {
  UNWIND reunification.parents + reunification.relatives AS one
  MATCH (person:Person {id: one.id})
}
RETURN reunification
ORDER BY reunification.place
