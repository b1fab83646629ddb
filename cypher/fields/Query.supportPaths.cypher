// The support paths on which the reader may see everybody.
//
// Parameters: none
// Returns: path MAP, as in api/computed/support; start
UNWIND node.supportPaths AS path
MATCH (start:Person {id: path.start})
RETURN path, start
ORDER BY path.place
