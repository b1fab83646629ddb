// OFFICER: { reunificationCandidates(asOf: "2026-11-01") { child { id } institutions { id } parents { party { ... on Person { id } } state } relatives { party { ... on Person { id } } order } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.reunificationCandidates AS reunification1
    MATCH (child1:Person {id: reunification1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.division STARTS WITH $scope_division
    WITH reunification1
    WHERE EXISTS {
      UNWIND reunification1.parents + reunification1.relatives AS one1
      MATCH (person1:Person {id: one1.id})
      WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
        MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
        WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) }) }
    RETURN [head(COLLECT {
      MATCH (child2:Person {id: reunification1.childId})
      WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), COLLECT {
      UNWIND reunification1.institutions AS id2
      MATCH (organisation2:Organisation {id: id2})
      RETURN [organisation2.id] AS row
      ORDER BY organisation2.id }, COLLECT {
      UNWIND reunification1.parents AS entry2
      MATCH (party2:Person {id: entry2.id})
      WHERE (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Organisation THEN [1, []] END, entry2.state] AS row
      ORDER BY party2.id }, COLLECT {
      UNWIND reunification1.relatives AS candidate2
      MATCH (party2:Person {id: candidate2.id})
      WHERE (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Organisation THEN [1, []] END, candidate2.order] AS row
      ORDER BY candidate2.place }, reunification1.childId] AS row
    ORDER BY reunification1.place }] } AS answer
