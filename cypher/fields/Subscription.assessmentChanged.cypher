// The assessment that an event is about, and its child.
//
// Parameters:
//   event: STRING (id of the assessment)
// Returns: assessment, child
MATCH (assessment:GuardianshipAssessment {id: $event})-[about:ASSESSES]->(child:Person)
RETURN assessment, child
