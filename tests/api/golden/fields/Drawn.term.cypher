// OFFICER: { child(id: "Child:A", asOf: "2026-11-01") { genogram { width height complete persons { person { id } x y age dead term { en } } unions { partners { id } kind line { x y } slashes { x y } records { id } } descents { child { id } parents { id } kind ended line { x y } } households { household { id } members { id } areas { x y width height } } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [child1.id] AS row }) AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, head(COLLECT {
    UNWIND [of0.genogram] AS genogram1
    WITH genogram1
    WHERE genogram1 IS NOT NULL
    RETURN [genogram1.width, genogram1.height, genogram1.complete, COLLECT {
      UNWIND genogram1.persons AS drawn2
      MATCH (person2:Person {id: drawn2.id})
      WHERE (person2.division STARTS WITH $scope_division OR person2.id IN $lent OR EXISTS {
        MATCH (person2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (person2.division IS NULL OR startNode(ever3) = person2) })
      RETURN [[person2.id], drawn2.x, drawn2.y, drawn2.age, drawn2.dead, head(COLLECT {
        UNWIND [drawn2.term] AS term3
        WITH term3
        WHERE term3 IS NOT NULL
        RETURN [term3.en] AS row })] AS row
      ORDER BY drawn2.place }, COLLECT {
      UNWIND genogram1.unions AS item2
      RETURN [COLLECT {
        UNWIND item2.partners AS partner3
        MATCH (person3:Person {id: partner3.id})
        WHERE (person3.division STARTS WITH $scope_division OR person3.id IN $lent OR EXISTS {
          MATCH (person3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (person3.division IS NULL OR startNode(ever4) = person3) })
        RETURN [person3.id] AS row
        ORDER BY partner3.place }, item2.kind, COLLECT {
        UNWIND item2.line AS item3
        RETURN [item3.x, item3.y] }, COLLECT {
        UNWIND item2.slashes AS item3
        RETURN [item3.x, item3.y] }, COLLECT {
        UNWIND item2.records AS item3
        RETURN [item3.id] }, [one IN item2.partners | one.id]] }, COLLECT {
      UNWIND genogram1.descents AS item2
      RETURN [head(COLLECT {
        MATCH (person3:Person {id: item2.child})
        WHERE (person3.division STARTS WITH $scope_division OR person3.id IN $lent OR EXISTS {
          MATCH (person3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (person3.division IS NULL OR startNode(ever4) = person3) })
        RETURN [person3.id] AS row }), COLLECT {
        UNWIND item2.parents AS parent3
        MATCH (person3:Person {id: parent3.id})
        WHERE (person3.division STARTS WITH $scope_division OR person3.id IN $lent OR EXISTS {
          MATCH (person3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (person3.division IS NULL OR startNode(ever4) = person3) })
        RETURN [person3.id] AS row
        ORDER BY parent3.place }, item2.kind, item2.ended, COLLECT {
        UNWIND item2.line AS item3
        RETURN [item3.x, item3.y] }, [item2.child] + [one IN item2.parents | one.id]] }, COLLECT {
      UNWIND genogram1.households AS item2
      RETURN [head(COLLECT {
        MATCH (household3:Household {id: item2.id})
        WHERE (household3.division STARTS WITH $scope_division OR EXISTS {
          MATCH (household3)<-[membership4:MEMBER_OF]-(child4:Person)
          WHERE membership4.from <= $as_of AND $as_of < membership4.to AND child4.id IN $lent })
        RETURN [household3.id] AS row }), COLLECT {
        UNWIND item2.members AS id3
        MATCH (person3:Person {id: id3})
        WHERE (person3.division STARTS WITH $scope_division OR person3.id IN $lent OR EXISTS {
          MATCH (person3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (person3.division IS NULL OR startNode(ever4) = person3) })
        RETURN [person3.id] AS row
        ORDER BY person3.id }, COLLECT {
        UNWIND item2.areas AS item3
        RETURN [item3.x, item3.y, item3.width, item3.height] }, item2.members] }] AS row })] } AS answer
