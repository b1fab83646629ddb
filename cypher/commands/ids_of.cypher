// Ids of nodes.
//
// Parameters:
//   nodes: LIST<STRING> (element ids)
// Returns: node STRING (element id), id STRING, null where a node has none
UNWIND $nodes AS element
MATCH (node)
WHERE elementId(node) = element
RETURN element AS node, node.id AS id
