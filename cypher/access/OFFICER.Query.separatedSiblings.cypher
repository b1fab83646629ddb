// Lists hold the children of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: pair MAP
UNWIND node.separatedSiblings AS pair
MATCH (child:Person {id: pair.childId})
WHERE child.division STARTS WITH $scope_division
MATCH (sibling:Person {id: pair.siblingId})
WITH pair WHERE EXISTS {
  UNWIND pair.parentages AS parentage
  MATCH (parent:Person {id: parentage.parent})
}
RETURN pair
ORDER BY pair.place
