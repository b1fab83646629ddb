// OFFICER: { separatedSiblings(division: "990101", asOf: "2026-11-01") { child { id } sibling { id } half parentages { id } homes { ... on Household { id } ... on Organisation { id } } siblingHomes { ... on Household { id } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.separatedSiblings AS pair1
    MATCH (child1:Person {id: pair1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.division STARTS WITH $scope_division
    MATCH (sibling1:Person {id: pair1.siblingId})
    WHERE (sibling1.division STARTS WITH $scope_division OR sibling1.id IN $lent OR EXISTS {
      MATCH (sibling1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (sibling1.division IS NULL OR startNode(ever2) = sibling1) })
    WITH pair1
    WHERE EXISTS {
      UNWIND pair1.parentages AS parentage1
      MATCH (parent1:Person {id: parentage1.parent})
      WHERE (parent1.division STARTS WITH $scope_division OR parent1.id IN $lent OR EXISTS {
        MATCH (parent1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
        WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (parent1.division IS NULL OR startNode(ever2) = parent1) }) }
    RETURN [head(COLLECT {
      MATCH (child2:Person {id: pair1.childId})
      WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), head(COLLECT {
      MATCH (child2:Person {id: pair1.siblingId})
      WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), pair1.half, COLLECT {
      UNWIND pair1.parentages AS record2
      MATCH (parent2:Person {id: record2.parent})
      WHERE (parent2.division STARTS WITH $scope_division OR parent2.id IN $lent OR EXISTS {
        MATCH (parent2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (parent2.division IS NULL OR startNode(ever3) = parent2) })
      RETURN [record2.id] AS row
      ORDER BY record2.place }, COLLECT {
      UNWIND pair1.homes AS id2
      MATCH (home2:Household|Organisation {id: id2})
      WHERE CASE
      WHEN home2:Household THEN (home2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (home2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent })
      WHEN home2:Organisation THEN true END
      RETURN CASE
      WHEN home2:Household THEN [0, [home2.id]]
      WHEN home2:Organisation THEN [1, [home2.id]] END AS row
      ORDER BY home2.id }, COLLECT {
      UNWIND pair1.siblingHomes AS id2
      MATCH (home2:Household|Organisation {id: id2})
      WHERE CASE
      WHEN home2:Household THEN (home2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (home2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent })
      WHEN home2:Organisation THEN true END
      RETURN CASE
      WHEN home2:Household THEN [0, [home2.id]]
      WHEN home2:Organisation THEN [1, []] END AS row
      ORDER BY home2.id }, [pair1.childId, pair1.siblingId]] AS row
    ORDER BY pair1.place }] } AS answer
