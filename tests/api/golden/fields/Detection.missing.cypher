// OFFICER: { children(first: 1) { nodes { categories { missing { code } } } } }
RETURN [[COLLECT {
  MATCH (child1:Person)
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of) AND child1.division STARTS WITH $scope_division
  WITH *
  ORDER BY child1.division, child1.birthDate, child1.id LIMIT $limit_1
  RETURN [['', child1.division, toString(child1.birthDate), child1.id], [child1.id]] }, $limit_1]] AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.categories AS item1
    RETURN [COLLECT {
      UNWIND item1.missing AS fact2
      WITH fact2
      WHERE fact2.person IS NULL OR EXISTS {
        MATCH (named2:Person {id: fact2.person})
        WHERE (named2.division STARTS WITH $scope_division OR named2.id IN $lent OR EXISTS {
          MATCH (named2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
          WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (named2.division IS NULL OR startNode(ever3) = named2) }) }
      RETURN [fact2.code, fact2.person] AS row }, item1.childId] }] } AS answer

// OFFICER: { children(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { categories { missing { code } } } } }
RETURN [[COLLECT {
  MATCH (child1:Person)
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND (child1Known.division STARTS WITH $scope_division OR child1Known.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
    WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
    WITH *, CASE
    WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
    ELSE head(COLLECT {
      MATCH (near2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS near2Known
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of) AND child1Known.division STARTS WITH $scope_division
  WITH *
  ORDER BY child1Known.division, child1Known.birthDate, child1Known.id LIMIT $limit_1
  RETURN [['', child1Known.division, toString(child1Known.birthDate), child1Known.id], [child1Known.id]] }, $limit_1]] AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.categories AS item1
    RETURN [COLLECT {
      UNWIND item1.missing AS fact2
      WITH fact2
      WHERE fact2.person IS NULL OR EXISTS {
        MATCH (named2:Person {id: fact2.person})
        WITH *, CASE
        WHEN coalesce(named2.recordedAt, named2.withdrawnAt, $known_at) <= $known_at THEN named2
        ELSE head(COLLECT {
          MATCH (named2)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS named2Known
        WHERE named2Known IS NOT NULL AND (named2Known.division STARTS WITH $scope_division OR named2Known.id IN $lent OR EXISTS {
          MATCH (named2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
          WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
          WITH *, CASE
          WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
          ELSE head(COLLECT {
            MATCH (near3)-[:HAD_VERSION]->(version:Version)
            WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
            RETURN version }) END AS near3Known
          WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (named2Known.division IS NULL OR startNode(ever3) = named2) }) }
      RETURN [fact2.code, fact2.person] AS row }, item1.childId] }] } AS answer
