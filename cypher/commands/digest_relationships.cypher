// A part of all relationships with everything in them and with what their ends are known by. Element ids only cut the parts.
//
// Parameters:
//   without: LIST<STRING> (labels of nodes that do not count)
//   part: INTEGER (from 0)
//   parts: INTEGER
// Returns: rows LIST<LIST<ANY>> (type, properties, and of each end labels and id, or properties if it has none)
MATCH (start)-[fact]->(end)
WHERE toInteger(split(elementId(fact), ':')[2]) % $parts = $part
  AND none(label IN labels(start) + labels(end) WHERE label IN $without)
RETURN collect([
  type(fact), properties(fact),
  labels(start), coalesce(start.id, start.code, start.key, properties(start)),
  labels(end), coalesce(end.id, end.code, end.key, properties(end))
]) AS rows
