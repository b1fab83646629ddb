// OFFICER: { kinship(from: "Person:A", to: "Person:B", asOf: "2026-11-01") { term { en zh } degree line paths { steps { person { id } id fact kind } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.kinship AS kin1
    RETURN [[kin1.term.en, kin1.term.zh], kin1.degree, kin1.line, COLLECT {
      UNWIND kin1.paths AS item2
      RETURN [COLLECT {
        UNWIND item2.steps AS step3
        MATCH (person3:Person {id: step3.person})
        WHERE (person3.division STARTS WITH $scope_division OR person3.id IN $lent OR EXISTS {
          MATCH (person3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (person3.division IS NULL OR startNode(ever4) = person3) })
        RETURN [[person3.id], step3.id, step3.fact, step3.kind] AS row
        ORDER BY step3.place }] }, kin1.between] AS row
    ORDER BY kin1.place }] } AS answer
