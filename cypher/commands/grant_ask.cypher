// Keeps that somebody asks for access to a child or refers its case, or finds what was kept with the same key.
//
// Parameters:
//   id: STRING
//   grant: MAP (childId, subject or referredBy, role, scope, reason, minutes, askedAt, changedAt; from and until if it begins at once, else
//     lapsesAt)
// Returns: grant MAP, its properties: those given, or those of the first time
MERGE (grant:AccessGrant {id: $id})
ON CREATE SET grant += $grant
RETURN properties(grant) AS grant
