// Those who have this resident identity number; it is known here by its tag alone.
//
// Parameters:
//   value: STRING (the tag)
// Returns: conditions on node, or patterns that it is part of
WHERE node.idNumberTag = $value
