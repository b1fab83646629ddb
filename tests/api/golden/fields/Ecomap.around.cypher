// OFFICER: { child(id: "Child:A", asOf: "2026-11-01") { ecomap { width height x y complete around { party { __typename ... on Person { id } ... on School { id } } x y kind strength inward outward term { zh } records { id } } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.ecomap] AS ecomap1
    WITH ecomap1
    WHERE ecomap1 IS NOT NULL
    RETURN [ecomap1.width, ecomap1.height, ecomap1.x, ecomap1.y, ecomap1.complete, COLLECT {
      UNWIND ecomap1.around AS drawn2
      MATCH (party2:Person|Household|School|Organisation|Worker {id: drawn2.id})
      WHERE CASE
      WHEN party2:Person THEN (party2.division STARTS WITH $scope_division OR party2.id IN $lent OR EXISTS {
        MATCH (party2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (party2.division IS NULL OR startNode(ever3) = party2) })
      WHEN party2:Household THEN (party2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (party2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent })
      WHEN party2:School THEN true
      WHEN party2:Organisation THEN true
      WHEN party2:Worker THEN true END AND drawn2.label IN labels(party2)
      RETURN [CASE
      WHEN party2:Person THEN [0, [party2.id]]
      WHEN party2:Household THEN [1, []]
      WHEN party2:School THEN [2, [party2.id]]
      WHEN party2:Organisation THEN [3, []]
      WHEN party2:Worker THEN [4, []]
      WHEN party2:Division THEN [5, []] END, drawn2.x, drawn2.y, drawn2.kind, drawn2.strength, drawn2.inward, drawn2.outward, head(COLLECT {
        UNWIND [drawn2.term] AS term3
        WITH term3
        WHERE term3 IS NOT NULL
        RETURN [term3.zh] AS row }), COLLECT {
        UNWIND drawn2.records AS item3
        RETURN [item3.id] }] AS row
      ORDER BY drawn2.place }] AS row })] } AS answer
