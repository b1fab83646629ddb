// Keys of the rows of a feed that are in quarantine.
//
// Parameters:
//   feed: STRING
// Returns: keys LIST<STRING>
MATCH (quarantined:QuarantinedRow {feed: $feed})
WHERE quarantined.key IS NOT NULL
RETURN collect(DISTINCT quarantined.key) AS keys
