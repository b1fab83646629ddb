// OFFICER: subscription { assessmentChanged(division: "990101000000") { before } }
RETURN head(COLLECT {
  MATCH (assessment1:GuardianshipAssessment {id: $event})-[about1:ASSESSES]->(child1:Person)
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) })
  RETURN [head(COLLECT {
    MATCH (assessment1)-[about2:ASSESSES]->(child2:Person)<-[earlierAbout2:ASSESSES]-(earlier2:GuardianshipAssessment)
    WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
      MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND earlier2.assessedAt < assessment1.assessedAt
    WITH earlier2
    ORDER BY earlier2.assessedAt DESC LIMIT 1
    RETURN earlier2.grade }), child1.id] AS row }) AS answer
