// The assessments of the child that were kept, newest first.
//
// Parameters: none
// Returns: assessment
MATCH (assessment:GuardianshipAssessment)-[about:ASSESSES]->(node)
RETURN assessment
ORDER BY assessment.assessedAt DESC, assessment.id
