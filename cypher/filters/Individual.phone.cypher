// Those who have this telephone number; it is known here by its tag alone.
//
// Parameters:
//   value: STRING (the tag)
// Returns: conditions on node, or patterns that it is part of
WHERE node.phoneTag = $value
