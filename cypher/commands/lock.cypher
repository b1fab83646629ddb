// Locks a node until the end of the transaction, so that what is read about it from now on stays true.
//
// Parameters:
//   node: STRING (element id)
// Returns: nothing
MATCH (node)
WHERE elementId(node) = $node
SET node.lock = true
REMOVE node.lock
