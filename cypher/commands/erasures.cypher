// Who was erased, by their keyed ids.
//
// Parameters: none
// Returns: ids LIST<STRING>
MATCH (erasure:Erasure)
RETURN collect(erasure.id) AS ids
