// The grade that was kept for the child before this one; null when it is the first.
//
// Parameters: none
// Returns: STRING
MATCH (node)-[about:ASSESSES]->(child:Person)<-[earlierAbout:ASSESSES]-(earlier:GuardianshipAssessment)
WHERE earlier.assessedAt < node.assessedAt
WITH earlier ORDER BY earlier.assessedAt DESC LIMIT 1
RETURN earlier.grade
