// Ends a grant, unless it is over. Writing first takes the lock, as in `grant_approve`.
//
// Parameters:
//   id: STRING
//   subject: STRING (who ends it)
//   now: ZONED DATETIME
// Returns: id STRING; no record when nothing was to be done
MATCH (grant:AccessGrant {id: $id})
SET grant.changedAt = grant.changedAt
WITH grant
WHERE grant.endedAt IS NULL AND $now < coalesce(grant.until, grant.lapsesAt, grant.askedAt)
SET grant.endedAt = $now, grant.endedBy = $subject, grant.changedAt = $now
RETURN grant.id AS id
