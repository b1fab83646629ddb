// Further records, of the child and of those whom the reader may see.
//
// Parameters: none
// Returns: record MAP: id, fact, source, recordedAt, of (whose it is)
UNWIND node.records AS record
MATCH (holder:Person|Household {id: record.of})
RETURN record
ORDER BY record.fact, record.id
