// OFFICER: { child(id: "C1") { criticalCarers { party { ... on Person { id } } losses { after } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.criticalCarers AS critical1
    MATCH (party1:Person|Organisation {id: critical1.id})
    WHERE CASE
    WHEN party1:Person THEN (party1.division STARTS WITH $scope_division OR party1.id IN $lent OR EXISTS {
      MATCH (party1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (party1.division IS NULL OR startNode(ever2) = party1) })
    WHEN party1:Organisation THEN true END
    RETURN [CASE
    WHEN party1:Person THEN [0, [party1.id]]
    WHEN party1:Organisation THEN [1, []] END, COLLECT {
      UNWIND critical1.losses AS loss2
      MATCH (child2:Person {id: loss2.childId})
      WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) })
      RETURN [loss2.after, loss2.childId, child2.id] AS row
      ORDER BY child2.id }] AS row
    ORDER BY party1.id }] } AS answer
