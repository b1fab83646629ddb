// The grants that give access now: begun, not ended, not over, and for somebody who is still a child.
//
// Parameters:
//   now: ZONED DATETIME
//   adult_born_by: DATE (the latest date of birth of those who are no children any more)
// Returns: id STRING, subject STRING (null for all of an office), role STRING, scope STRING, child STRING (id of the child)
MATCH (grant:AccessGrant)
WHERE grant.until > $now AND grant.endedAt IS NULL
MATCH (child:Person {id: grant.childId})
WHERE child.birthDate > $adult_born_by
RETURN grant.id AS id, grant.subject AS subject, grant.role AS role, grant.scope AS scope, child.id AS child
