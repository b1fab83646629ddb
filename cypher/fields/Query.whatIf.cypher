// How the children whom the reader may see would stand.
//
// Parameters: none
// Returns: prospect MAP, as in api/computed/changes
UNWIND node.whatIf AS prospect
MATCH (child:Person {id: prospect.childId})
RETURN prospect
ORDER BY prospect.childId
