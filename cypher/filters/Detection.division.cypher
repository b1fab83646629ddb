// Of children of a division and of all inside it.
//
// Parameters:
//   value: STRING (code prefix)
// Returns: conditions on node, or patterns that it is part of
WHERE node.division STARTS WITH $value
