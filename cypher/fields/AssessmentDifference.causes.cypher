// The records by which it differs, of those whom the reader may see.
//
// Parameters: none
// Returns: record MAP: id, fact, source, recordedAt, of (whose it is)
UNWIND node.causes AS record
MATCH (holder:Person|Organisation {id: record.of})
RETURN record
ORDER BY record.fact, record.id
