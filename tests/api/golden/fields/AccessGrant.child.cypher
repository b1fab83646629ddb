// OFFICER: { accessGrants { nodes { child { id } } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division }))
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [head(COLLECT {
    MATCH (child2:Person {id: grant1.childId})
    WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
      MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of)
    RETURN [child2.id] AS row }), grant1.childId]] }, $limit_1]] AS answer

// OFFICER: { accessGrants(knownAt: "2026-03-01T00:00:00Z") { nodes { child { id } } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE grant1.askedAt <= $known_at AND (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WITH *, CASE
    WHEN coalesce(child2.recordedAt, child2.withdrawnAt, $known_at) <= $known_at THEN child2
    ELSE head(COLLECT {
      MATCH (child2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child2Known
    WHERE true AND child2Known.division STARTS WITH $own_division }))
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [head(COLLECT {
    MATCH (child2:Person {id: grant1.childId})
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
    RETURN [child2Known.id] AS row }), grant1.childId]] }, $limit_1]] AS answer
