// Children whose guardianship stops being effective soon.
//
// Parameters: none
// Returns: ending MAP, as in api/computed/kin
UNWIND node.expiring AS ending
MATCH (child:Person {id: ending.childId})
RETURN ending
