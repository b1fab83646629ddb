// A part of all nodes with everything in them. Element ids only cut the parts.
//
// Parameters:
//   without: LIST<STRING> (labels of nodes that do not count)
//   part: INTEGER (from 0)
//   parts: INTEGER
// Returns: rows LIST<LIST<ANY>> (labels, properties)
MATCH (node)
WHERE toInteger(split(elementId(node), ':')[2]) % $parts = $part
  AND none(label IN labels(node) WHERE label IN $without)
RETURN collect([labels(node), properties(node)]) AS rows
