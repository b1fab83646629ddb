// AUDITOR: { school(id: "ID") { id } }
RETURN head(COLLECT {
  MATCH (school1:School {id: $id_1})
  RETURN [school1.id] AS row }) AS answer

// AUDITOR: { school(id: "ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (school1:School {id: $id_1})
  WITH *, CASE
  WHEN coalesce(school1.recordedAt, school1.withdrawnAt, $known_at) <= $known_at THEN school1
  ELSE head(COLLECT {
    MATCH (school1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS school1Known
  WHERE school1Known IS NOT NULL
  RETURN [school1Known.id] AS row }) AS answer
