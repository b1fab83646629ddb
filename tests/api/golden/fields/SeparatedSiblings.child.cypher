// AUDITOR: { separatedSiblings(division: "990101", asOf: "2026-11-01") { child { id } sibling { id } half parentages { id } homes { ... on Household { id } ... on Organisation { id } } siblingHomes { ... on Household { id } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.separatedSiblings AS pair1
    MATCH (child1:Person {id: pair1.childId})
    MATCH (sibling1:Person {id: pair1.siblingId})
    WITH pair1
    WHERE EXISTS {
      UNWIND pair1.parentages AS parentage1
      MATCH (parent1:Person {id: parentage1.parent}) }
    RETURN [head(COLLECT {
      MATCH (child2:Person {id: pair1.childId})
      WHERE child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), head(COLLECT {
      MATCH (child2:Person {id: pair1.siblingId})
      WHERE child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), pair1.half, COLLECT {
      UNWIND pair1.parentages AS record2
      MATCH (parent2:Person {id: record2.parent})
      RETURN [record2.id] AS row
      ORDER BY record2.place }, COLLECT {
      UNWIND pair1.homes AS id2
      MATCH (home2:Household|Organisation {id: id2})
      RETURN CASE
      WHEN home2:Household THEN [0, [home2.id]]
      WHEN home2:Organisation THEN [1, [home2.id]] END AS row
      ORDER BY home2.id }, COLLECT {
      UNWIND pair1.siblingHomes AS id2
      MATCH (home2:Household|Organisation {id: id2})
      RETURN CASE
      WHEN home2:Household THEN [0, [home2.id]]
      WHEN home2:Organisation THEN [1, []] END AS row
      ORDER BY home2.id }, [pair1.childId, pair1.siblingId]] AS row
    ORDER BY pair1.place }] } AS answer
