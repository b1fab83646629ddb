// Those that have been mended; of `false`, those that stand.
//
// Parameters:
//   value: BOOLEAN
// Returns: conditions on node, or patterns that it is part of
WHERE (node.resolvedAt IS NOT NULL) = $value
