// Those who have this telephone number; it is known here by its tags alone.
//
// Parameters:
//   value: LIST<STRING> (the tags that it may have, one for each key)
// Returns: conditions on node, or patterns that it is part of
WHERE node.phoneTag IN $value
