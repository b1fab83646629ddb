// Rows of a feed in quarantine as they stand, with the reasons: one page.
//
// Parameters:
//   feed: STRING
//   after: STRING (id of the last row of the page before; '' for the first page)
//   rows: INTEGER (of a page)
// Returns: id STRING, file STRING, line INTEGER, columns LIST<STRING>, codes LIST<STRING>, row STRING (JSON)
MATCH (quarantined:QuarantinedRow {feed: $feed})
WHERE quarantined.id > $after
RETURN quarantined.id AS id, quarantined.file AS file, quarantined.line AS line, quarantined.columns AS columns,
  quarantined.codes AS codes, quarantined.row AS row
ORDER BY id
LIMIT $rows
