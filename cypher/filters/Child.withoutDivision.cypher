// Those whose division is not known; of `false`, those whose division is.
//
// Parameters:
//   value: BOOLEAN
// Returns: conditions on node, or patterns that it is part of
WHERE (node.division IS NULL) = $value
