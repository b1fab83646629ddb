// Ties without which some able adult is out of reach, of whose two ends the reader may see both.
//
// Parameters: none
// Returns: bridge MAP: near, far (ids); near, far
UNWIND node.bridges AS bridge
MATCH (near:Person {id: bridge.near})
MATCH (far:Person {id: bridge.far})
RETURN bridge, near, far
ORDER BY near.id, far.id
