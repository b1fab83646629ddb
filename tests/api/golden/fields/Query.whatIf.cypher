// OFFICER: { whatIf(changes: [{kind: DIES, person: "M"}]) { day kind } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.whatIf AS prospect1
    MATCH (child1:Person {id: prospect1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) })
    RETURN [toString(prospect1.day), prospect1.kind, prospect1.childId] AS row
    ORDER BY prospect1.childId }] } AS answer
