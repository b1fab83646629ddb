// OFFICER: { organisation(id: "ID") { wards { nodes { key } } } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  RETURN [[[COLLECT {
    MATCH (organisation1)-[fact2:GUARDIAN_OF]->(ward2:Person)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND (ward2.division STARTS WITH $scope_division OR ward2.id IN $lent OR EXISTS {
      MATCH (ward2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (ward2.division IS NULL OR startNode(ever3) = ward2) })
    WITH *
    ORDER BY fact2.from, fact2.key LIMIT $limit_2
    RETURN [['', toString(fact2.from), fact2.key], [fact2.key, ward2.id]] }, $limit_2]]] AS row }) AS answer

// OFFICER: { organisation(id: "ID", knownAt: "2026-03-01T00:00:00Z") { wards { nodes { key } } } }
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
    MATCH (organisation1)-[fact2:GUARDIAN_OF|FORMER_GUARDIAN_OF]->(ward2:Person)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    WITH *, CASE
    WHEN coalesce(ward2.recordedAt, ward2.withdrawnAt, $known_at) <= $known_at THEN ward2
    ELSE head(COLLECT {
      MATCH (ward2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS ward2Known
    WHERE ward2Known IS NOT NULL AND (ward2Known.division STARTS WITH $scope_division OR ward2Known.id IN $lent OR EXISTS {
      MATCH (ward2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (ward2Known.division IS NULL OR startNode(ever3) = ward2) })
    WITH *
    ORDER BY fact2.from, fact2.key LIMIT $limit_2
    RETURN [['', toString(fact2.from), fact2.key], [fact2.key, ward2.id]] }, $limit_2]]] AS row }) AS answer
