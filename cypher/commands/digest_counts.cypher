// How many nodes there are that count, and how many relationships.
//
// Parameters:
//   without: LIST<STRING> (labels of nodes that do not count)
// Returns: nodes INTEGER, relationships INTEGER
MATCH (node)
WHERE none(label IN labels(node) WHERE label IN $without)
WITH count(node) AS nodes
RETURN nodes, COUNT { ()-->() } AS relationships
