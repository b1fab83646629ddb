// Lets rows go that waited for a correction and whose key has landed in this import, unless another row of that key was
// refused in it.
//
// Parameters:
//   feed: STRING
//   codes: LIST<STRING> (reasons that may pass: such rows stay)
//   keys: LIST<STRING> (of rows that landed)
//   at: ZONED DATETIME (time of the import)
// Returns: resolved INTEGER
UNWIND $keys AS key
MATCH (quarantined:QuarantinedRow {key: key})
WHERE quarantined.feed = $feed
WITH key, collect(quarantined) AS rows
WHERE none(row IN rows WHERE row.lastSeenAt >= $at)
UNWIND [row IN rows WHERE any(code IN row.codes WHERE NOT code IN $codes)] AS row
DELETE row
RETURN count(row) AS resolved
