// Those whose division is not known, or is.
//
// Parameters:
//   value: BOOLEAN
// Returns: conditions on node, or patterns that it is part of
WHERE (node.division IS NULL) = $value
