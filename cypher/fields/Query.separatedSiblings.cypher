// Siblings who live apart, when the reader may see both, and a parent whom they share.
//
// Parameters: none
// Returns: pair MAP, as in api/computed/families
UNWIND node.separatedSiblings AS pair
MATCH (child:Person {id: pair.childId})
MATCH (sibling:Person {id: pair.siblingId})
WITH pair WHERE EXISTS {
  UNWIND pair.parentages AS parentage
  MATCH (parent:Person {id: parentage.parent})
}
RETURN pair
ORDER BY pair.place
