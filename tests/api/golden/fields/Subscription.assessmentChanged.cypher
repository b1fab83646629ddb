// OFFICER: subscription { assessmentChanged(division: "990101000000") { after } }
RETURN head(COLLECT {
  MATCH (assessment1:GuardianshipAssessment {id: $event})-[about1:ASSESSES]->(child1:Person)
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) })
  RETURN [(assessment1.grade), child1.id] AS row }) AS answer
