// OFFICER: mutation { withdrawFact(input: {idempotencyKey: "KEY", type: VISIT, key: "FACT", version: "VERSION", reason: "WHY"}) { changes { child { id } } } }
RETURN [COLLECT {
  UNWIND $outcome.changes AS item1
  RETURN [head(COLLECT {
    MATCH (child2:Person {id: item1.child})
    WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
      MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
    RETURN [child2.id] AS row }), item1.child] }] AS answer
