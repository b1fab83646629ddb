// What the rules say of the children.
//
// Parameters: none
// Returns: detection MAP, as in api/computed/detections
UNWIND node.detections AS detection
MATCH (child:Person {id: detection.childId})
RETURN detection
