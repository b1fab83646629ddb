// What was kept of the children of a division on the day.
//
// Parameters: none
// Returns: stored MAP, as in api/computed/networks
UNWIND node.storedMeasures AS stored
MATCH (child:Person {id: stored.childId})
RETURN stored
