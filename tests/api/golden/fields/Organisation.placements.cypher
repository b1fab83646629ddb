// OFFICER: { organisation(id: "ID") { placements { nodes { key } } } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  RETURN [[[COLLECT {
    MATCH (person2:Person)-[fact2:PLACED_WITH]->(organisation1)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND (person2.division STARTS WITH $scope_division OR person2.id IN $lent OR EXISTS {
      MATCH (person2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (person2.division IS NULL OR startNode(ever3) = person2) })
    WITH *
    ORDER BY fact2.from, fact2.key LIMIT $limit_2
    RETURN [['', toString(fact2.from), fact2.key], [fact2.key, person2.id]] }, $limit_2]]] AS row }) AS answer

// OFFICER: { organisation(id: "ID", knownAt: "2026-03-01T00:00:00Z") { placements { nodes { key } } } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL
  RETURN [[[COLLECT {
    MATCH (person2:Person)-[fact2:PLACED_WITH|FORMER_PLACED_WITH]->(organisation1)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    WITH *, CASE
    WHEN coalesce(person2.recordedAt, person2.withdrawnAt, $known_at) <= $known_at THEN person2
    ELSE head(COLLECT {
      MATCH (person2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS person2Known
    WHERE person2Known IS NOT NULL AND (person2Known.division STARTS WITH $scope_division OR person2Known.id IN $lent OR EXISTS {
      MATCH (person2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (person2Known.division IS NULL OR startNode(ever3) = person2) })
    WITH *
    ORDER BY fact2.from, fact2.key LIMIT $limit_2
    RETURN [['', toString(fact2.from), fact2.key], [fact2.key, person2.id]] }, $limit_2]]] AS row }) AS answer
