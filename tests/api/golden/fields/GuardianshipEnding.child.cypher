// OFFICER: { expiring(first: 1) { nodes { day child { id } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.expiring AS ending1
    MATCH (child1:Person {id: ending1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.division STARTS WITH $scope_division
    WITH *
    ORDER BY ending1.day, ending1.key LIMIT $limit_3
    RETURN [['', toString(ending1.day), ending1.key], [toString(ending1.day), head(COLLECT {
      MATCH (child2:Person {id: ending1.childId})
      WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
      RETURN [child2.id] AS row }), ending1.childId]] }, $limit_3]]] } AS answer

// OFFICER: { expiring(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { day child { id } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.expiring AS ending1
    MATCH (child1:Person {id: ending1.childId})
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
      WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.division STARTS WITH $scope_division
    WITH *
    ORDER BY ending1.day, ending1.key LIMIT $limit_3
    RETURN [['', toString(ending1.day), ending1.key], [toString(ending1.day), head(COLLECT {
      MATCH (child2:Person {id: ending1.childId})
      WITH *, CASE
      WHEN coalesce(child2.recordedAt, child2.withdrawnAt, $known_at) <= $known_at THEN child2
      ELSE head(COLLECT {
        MATCH (child2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS child2Known
      WHERE child2Known IS NOT NULL AND (child2Known.division STARTS WITH $scope_division OR child2Known.id IN $lent OR EXISTS {
        MATCH (child2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
        WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
        WITH *, CASE
        WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
        ELSE head(COLLECT {
          MATCH (near3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near3Known
        WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (child2Known.division IS NULL OR startNode(ever3) = child2) }) AND child2Known.birthDate > $adult_born_by AND child2Known.birthDate <= $as_of AND (child2Known.deathDate IS NULL OR child2Known.deathDate > $as_of)
      RETURN [child2Known.id] AS row }), ending1.childId]] }, $limit_3]]] } AS answer
