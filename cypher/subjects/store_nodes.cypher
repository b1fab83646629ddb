// A page of all nodes, by the numbers that end their element ids.
//
// Parameters:
//   beginning: STRING (of element ids)
//   from: INTEGER (first number)
//   to: INTEGER (last number)
// Returns: rows LIST<LIST<ANY>> (number, labels, properties)
UNWIND range($from, $to) AS number
MATCH (node)
WHERE elementId(node) = $beginning + number
RETURN collect([number, labels(node), properties(node)]) AS rows
