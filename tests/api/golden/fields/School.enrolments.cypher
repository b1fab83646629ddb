// OFFICER: { school(id: "ID") { enrolments { nodes { key } } } }
RETURN head(COLLECT {
  MATCH (school1:School {id: $id_1})
  RETURN [[[COLLECT {
    MATCH (student2:Person)-[fact2:ENROLLED_AT]->(school1)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND (student2.division STARTS WITH $scope_division OR student2.id IN $lent OR EXISTS {
      MATCH (student2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (student2.division IS NULL OR startNode(ever3) = student2) })
    WITH *
    ORDER BY fact2.from, fact2.key LIMIT $limit_2
    RETURN [['', toString(fact2.from), fact2.key], [fact2.key, student2.id]] }, $limit_2]]] AS row }) AS answer

// OFFICER: { school(id: "ID", knownAt: "2026-03-01T00:00:00Z") { enrolments { nodes { key } } } }
RETURN head(COLLECT {
  MATCH (school1:School {id: $id_1})
  WITH *, CASE
  WHEN coalesce(school1.recordedAt, school1.withdrawnAt, $known_at) <= $known_at THEN school1
  ELSE head(COLLECT {
    MATCH (school1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS school1Known
  WHERE school1Known IS NOT NULL
  RETURN [[[COLLECT {
    MATCH (student2:Person)-[fact2:ENROLLED_AT|FORMER_ENROLLED_AT]->(school1)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    WITH *, CASE
    WHEN coalesce(student2.recordedAt, student2.withdrawnAt, $known_at) <= $known_at THEN student2
    ELSE head(COLLECT {
      MATCH (student2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS student2Known
    WHERE student2Known IS NOT NULL AND (student2Known.division STARTS WITH $scope_division OR student2Known.id IN $lent OR EXISTS {
      MATCH (student2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (student2Known.division IS NULL OR startNode(ever3) = student2) })
    WITH *
    ORDER BY fact2.from, fact2.key LIMIT $limit_2
    RETURN [['', toString(fact2.from), fact2.key], [fact2.key, student2.id]] }, $limit_2]]] AS row }) AS answer
