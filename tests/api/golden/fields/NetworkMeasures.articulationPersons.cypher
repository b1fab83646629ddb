// OFFICER: { child(id: "C1") { networkMeasures { articulationPersons { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.networkMeasures] AS measures1
    WITH measures1
    WHERE measures1 IS NOT NULL
    RETURN [COLLECT {
      UNWIND measures1.articulationPersons AS id2
      MATCH (person2:Person {id: id2})
      WHERE (person2.division STARTS WITH $scope_division OR person2.id IN $lent OR EXISTS {
        MATCH (person2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (person2.division IS NULL OR startNode(ever3) = person2) })
      RETURN [person2.id] AS row
      ORDER BY person2.id }] AS row })] } AS answer
