// OFFICER: { person(id: "ID") { id } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) })
  RETURN [person1.id] AS row }) AS answer

// OFFICER: { person(id: "ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL AND (person1Known.division STARTS WITH $scope_division OR person1Known.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
    WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
    WITH *, CASE
    WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
    ELSE head(COLLECT {
      MATCH (near2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS near2Known
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (person1Known.division IS NULL OR startNode(ever2) = person1) })
  RETURN [person1Known.id] AS row }) AS answer
