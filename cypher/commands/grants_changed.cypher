// Grants of access that were asked for, approved or ended since a moment.
//
// Parameters:
//   since: ZONED DATETIME
// Returns: id STRING, at ZONED DATETIME; oldest first
MATCH (grant:AccessGrant)
WHERE grant.changedAt > $since
RETURN grant.id AS id, grant.changedAt AS at
ORDER BY at, id
