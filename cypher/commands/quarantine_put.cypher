// Puts rows into quarantine; a row that is there already is seen once more.
//
// Parameters:
//   rows: LIST<MAP> (id, and properties: feed, file, line, key, columns, codes, valueClasses, row)
//   at: ZONED DATETIME
// Returns: nothing
UNWIND $rows AS row
MERGE (quarantined:QuarantinedRow {id: row.id})
ON CREATE SET quarantined.firstSeenAt = $at, quarantined.attempts = 0
SET quarantined += row.properties, quarantined.lastSeenAt = $at
