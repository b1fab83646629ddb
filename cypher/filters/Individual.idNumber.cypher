// Those who have this resident identity number; it is known here by its tags alone.
//
// Parameters:
//   value: LIST<STRING> (the tags that it may have, one for each key)
// Returns: conditions on node, or patterns that it is part of
WHERE node.idNumberTag IN $value
