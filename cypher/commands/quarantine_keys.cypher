// Keys of the rows of a feed that are in quarantine until they are corrected. A row that waits for another is not among
// them: it lands by itself, at its place in recorded time, whatever has landed under its key before.
//
// Parameters:
//   feed: STRING
//   codes: LIST<STRING> (reasons that may pass)
// Returns: keys LIST<STRING>
MATCH (quarantined:QuarantinedRow {feed: $feed})
WHERE quarantined.key IS NOT NULL AND any(code IN quarantined.codes WHERE NOT code IN $codes)
RETURN collect(DISTINCT quarantined.key) AS keys
