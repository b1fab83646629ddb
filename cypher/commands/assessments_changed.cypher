// Assessments of the children of a division that were kept since a moment, and whose grade is not the one kept before.
//
// Parameters:
//   since: ZONED DATETIME
//   division: STRING (code prefix)
// Returns: id STRING (of the assessment), at ZONED DATETIME (when it was assessed); oldest first
MATCH (assessment:GuardianshipAssessment)
WHERE assessment.assessedAt > $since
MATCH (assessment)-[:ASSESSES]->(child:Person)
WHERE child.division STARTS WITH $division
WITH assessment, head(COLLECT {
  MATCH (child)<-[:ASSESSES]-(earlier:GuardianshipAssessment)
  WHERE earlier.assessedAt < assessment.assessedAt
  RETURN earlier.grade ORDER BY earlier.assessedAt DESC LIMIT 1
}) AS before
WHERE before IS NULL OR before <> assessment.grade
RETURN assessment.id AS id, assessment.assessedAt AS at
ORDER BY at, id
