// Lets a grant begin, unless it has begun, was ended or has lapsed. Writing first takes the lock, so that of two who come at the
// same time the second finds what the first has done. One that was asked for before requests lapsed has no `lapsesAt`.
//
// Parameters:
//   id: STRING
//   subject: STRING (who approves it)
//   now: ZONED DATETIME
// Returns: id STRING; no record when nothing was to be done
MATCH (grant:AccessGrant {id: $id})
SET grant.changedAt = grant.changedAt
WITH grant
WHERE grant.from IS NULL AND grant.endedAt IS NULL AND $now < coalesce(grant.lapsesAt, grant.askedAt)
SET grant.from = $now, grant.until = $now + duration({minutes: grant.minutes}), grant.approvedBy = $subject,
    grant.changedAt = $now
RETURN grant.id AS id
