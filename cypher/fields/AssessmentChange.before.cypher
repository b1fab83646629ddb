// The grade that was kept for the child before this one; null when it is the first.
//
// Parameters: none
// Returns: STRING
RETURN head(COLLECT {
  MATCH (node)-[about:ASSESSES]->(child:Person)<-[earlierAbout:ASSESSES]-(earlier:GuardianshipAssessment)
  WHERE earlier.assessedAt < node.assessedAt
  RETURN earlier.grade ORDER BY earlier.assessedAt DESC LIMIT 1
})
