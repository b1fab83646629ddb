// OFFICER: { person(id: "P1") { supportNetwork(hops: 2, kinds: [KIN]) { complete } } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [person1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.supportNetwork] AS network1
    WITH network1
    WHERE network1 IS NOT NULL
    RETURN [network1.complete] AS row })] } AS answer
