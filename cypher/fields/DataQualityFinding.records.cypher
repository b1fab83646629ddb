// The records that it rests on.
//
// Parameters: none
// Returns: LIST<STRING>
RETURN coalesce(node.records, [])
