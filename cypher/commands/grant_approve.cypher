// Lets a grant begin, unless it has begun or was ended. Writing first takes the lock, so that of two who come at the same time
// the second finds what the first has done.
//
// Parameters:
//   id: STRING
//   subject: STRING (who approves it)
//   now: ZONED DATETIME
// Returns: id STRING; no record when nothing was to be done
MATCH (grant:AccessGrant {id: $id})
SET grant.changedAt = grant.changedAt
WITH grant
WHERE grant.from IS NULL AND grant.endedAt IS NULL
SET grant.from = $now, grant.until = $now + duration({minutes: grant.minutes}), grant.approvedBy = $subject,
    grant.changedAt = $now
RETURN grant.id AS id
