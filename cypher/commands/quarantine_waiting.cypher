// Rows in quarantine that more rows in the graph may help, the longest there first: one page.
//
// Parameters:
//   feed: STRING
//   codes: LIST<STRING> (reasons that may pass)
//   after: LIST<ANY> (firstSeenAt and id of the last row of the page before; null for the first page)
//   rows: INTEGER (of a page)
// Returns: id STRING, file STRING, line INTEGER, row STRING (JSON), firstSeenAt ZONED DATETIME, lastSeenAt ZONED DATETIME
MATCH (quarantined:QuarantinedRow {feed: $feed})
WHERE all(code IN quarantined.codes WHERE code IN $codes)
  AND ($after IS NULL OR quarantined.firstSeenAt > $after[0]
    OR (quarantined.firstSeenAt = $after[0] AND quarantined.id > $after[1]))
RETURN quarantined.id AS id, quarantined.file AS file, quarantined.line AS line, quarantined.row AS row,
  quarantined.firstSeenAt AS firstSeenAt, quarantined.lastSeenAt AS lastSeenAt
ORDER BY firstSeenAt, id
LIMIT $rows
