// Ids of nodes.
//
// Parameters:
//   nodes: LIST<STRING> (element ids)
// Returns: id STRING, null where a node has none
UNWIND $nodes AS element
MATCH (node)
WHERE elementId(node) = element
RETURN node.id AS id
