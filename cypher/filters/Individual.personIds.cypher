// Those with these ids.
//
// Parameters:
//   value: LIST<STRING>
// Returns: conditions on node, or patterns that it is part of
WHERE node.id IN $value
