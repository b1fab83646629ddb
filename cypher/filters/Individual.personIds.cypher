// Those with these ids, each given once.
//
// Parameters:
//   value: LIST<STRING>
// Returns: conditions on node, or patterns that it is part of
UNWIND $value AS wanted
MATCH (node {id: wanted})
