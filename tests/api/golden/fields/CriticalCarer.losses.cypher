// OFFICER: { criticalCarers { nodes { losses { child { id } before after } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.criticalCarers AS critical1
    MATCH (party1:Person|Organisation {id: critical1.id})
    WHERE CASE
    WHEN party1:Person THEN (party1.division STARTS WITH $scope_division OR party1.id IN $lent OR EXISTS {
      MATCH (party1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (party1.division IS NULL OR startNode(ever2) = party1) })
    WHEN party1:Organisation THEN true END
    WITH *
    ORDER BY critical1.key LIMIT $limit_2
    RETURN [['', critical1.key], [COLLECT {
      UNWIND critical1.losses AS loss2
      MATCH (child2:Person {id: loss2.childId})
      WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) })
      RETURN [[child2.id], loss2.before, loss2.after, loss2.childId] AS row
      ORDER BY child2.id }, CASE
    WHEN party1:Person THEN party1.id END]] }, $limit_2]]] } AS answer
