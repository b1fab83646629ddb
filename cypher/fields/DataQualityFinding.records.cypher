// The keys of the records that the doubt rests on.
//
// Parameters: none
// Returns: LIST<STRING>
RETURN coalesce(node.records, [])
