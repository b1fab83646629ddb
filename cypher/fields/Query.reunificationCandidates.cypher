// Children in care whom somebody of their family could take in whom the reader may see.
//
// Parameters: none
// Returns: reunification MAP, as in api/computed/families
UNWIND node.reunificationCandidates AS reunification
MATCH (child:Person {id: reunification.childId})
WITH reunification WHERE EXISTS {
  UNWIND reunification.parents + reunification.relatives AS one
  MATCH (person:Person {id: one.id})
}
RETURN reunification
ORDER BY reunification.place
