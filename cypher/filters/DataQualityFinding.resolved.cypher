// Those that are mended, or not.
//
// Parameters:
//   value: BOOLEAN
// Returns: conditions on node, or patterns that it is part of
WHERE (node.resolvedAt IS NOT NULL) = $value
