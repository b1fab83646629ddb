// AUDITOR: { person(id: "ID") { id } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  RETURN [person1.id] AS row }) AS answer

// AUDITOR: { person(id: "ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL
  RETURN [person1Known.id] AS row }) AS answer
