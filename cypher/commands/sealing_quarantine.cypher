// Rows in quarantine that are not sealed with one key, or whose id is not keyed: some of them.
//
// Parameters:
//   key: STRING (id of the key)
//   digits: INTEGER (length of a keyed digest)
//   rows: INTEGER (at most)
// Returns: element STRING, id STRING, row STRING
MATCH (quarantined:QuarantinedRow)
WHERE size(quarantined.id) <> $digits OR NOT quarantined.row STARTS WITH $key + '.'
RETURN elementId(quarantined) AS element, quarantined.id AS id, quarantined.row AS row
LIMIT $rows
