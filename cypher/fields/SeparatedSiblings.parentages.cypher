// The records by which both are children of a parent whom the reader may see.
//
// Parameters: none
// Returns: record MAP: id, fact, source, recordedAt
UNWIND node.parentages AS record
MATCH (parent:Person {id: record.parent})
RETURN record
ORDER BY record.place
