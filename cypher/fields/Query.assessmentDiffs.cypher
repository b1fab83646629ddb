// What has become different about the children whom the reader may see.
//
// Parameters: none
// Returns: difference MAP, as in api/computed/changes
UNWIND node.assessmentDiffs AS difference
MATCH (child:Person {id: difference.childId})
RETURN difference
