// Marks findings that no longer hold.
//
// Parameters:
//   ids: LIST<STRING> (ids of findings)
//   at: ZONED DATETIME
// Returns: resolved INTEGER
UNWIND $ids AS id
MATCH (finding:DataQualityFinding {id: id})
WHERE finding.resolvedAt IS NULL
SET finding.resolvedAt = $at
RETURN count(finding) AS resolved
