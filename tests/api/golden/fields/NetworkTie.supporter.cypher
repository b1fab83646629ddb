// OFFICER: { supportPaths(from: ["P1"], to: ["P2"]) { steps { tie { supporter { ... on Person { id } } } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.supportPaths AS path1
    MATCH (start1:Person {id: path1.start})
    WHERE (start1.division STARTS WITH $scope_division OR start1.id IN $lent OR EXISTS {
      MATCH (start1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (start1.division IS NULL OR startNode(ever2) = start1) })
    RETURN [COLLECT {
      UNWIND path1.steps AS step2
      MATCH (party2:Person|Household|School|Organisation|Worker {id: step2.id})
      WHERE CASE
      WHEN party2:Person THEN (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      WHEN party2:Household THEN (party2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (party2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent })
      WHEN party2:School THEN true
      WHEN party2:Organisation THEN true
      WHEN party2:Worker THEN true END AND head(labels(party2)) = step2.label
      RETURN [[head(COLLECT {
        MATCH (party3:Person|Household|School|Organisation|Worker {id: step2.supporter.id})
        WHERE CASE
        WHEN party3:Person THEN (party3.division STARTS WITH $scope_division OR party3.id IN $lent OR EXISTS {
          MATCH (party3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (party3.division IS NULL OR startNode(ever4) = party3) })
        WHEN party3:Household THEN (party3.division STARTS WITH $scope_division OR EXISTS {
          MATCH (party3)<-[membership4:MEMBER_OF]-(child4:Person)
          WHERE membership4.from <= $as_of AND $as_of < membership4.to AND child4.id IN $lent })
        WHEN party3:School THEN true
        WHEN party3:Organisation THEN true
        WHEN party3:Worker THEN true END AND head(labels(party3)) = step2.supporter.label
        RETURN CASE
        WHEN party3:Person THEN [0, [party3.id]]
        WHEN party3:Household THEN [1, []]
        WHEN party3:School THEN [2, []]
        WHEN party3:Organisation THEN [3, []]
        WHEN party3:Worker THEN [4, []] END AS row }), [one IN [step2.supporter, step2.supported]
      WHERE one.label = 'Person' | one.id]], CASE
      WHEN party2:Person THEN party2.id END] AS row
      ORDER BY step2.place }, path1.between, start1.id] AS row
    ORDER BY path1.place }] } AS answer
