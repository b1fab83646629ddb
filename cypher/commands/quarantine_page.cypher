// Rows in quarantine by file and line: one page, without what stands in them.
//
// Parameters:
//   feed: STRING (null for every feed)
//   code: STRING (a reason; null for every one)
//   skip: INTEGER
//   rows: INTEGER (of a page)
// Returns: feed STRING, file STRING, line INTEGER, columns LIST<STRING>, codes LIST<STRING>, valueClasses LIST<STRING>,
//   firstSeenAt ZONED DATETIME, attempts INTEGER
MATCH (quarantined:QuarantinedRow)
WHERE ($feed IS NULL OR quarantined.feed = $feed) AND ($code IS NULL OR $code IN quarantined.codes)
RETURN quarantined.feed AS feed, quarantined.file AS file, quarantined.line AS line, quarantined.columns AS columns,
  quarantined.codes AS codes, quarantined.valueClasses AS valueClasses, quarantined.firstSeenAt AS firstSeenAt,
  quarantined.attempts AS attempts
ORDER BY feed, file, line, quarantined.id
SKIP $skip LIMIT $rows
