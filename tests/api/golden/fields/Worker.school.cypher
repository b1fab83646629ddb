// OFFICER: { worker(id: "ID") { school { id } } }
RETURN head(COLLECT {
  MATCH (worker1:Worker {id: $id_1})
  RETURN [head(COLLECT {
    MATCH (school2:School {id: worker1.schoolId})
    RETURN [school2.id] AS row })] AS row }) AS answer

// OFFICER: { worker(id: "ID", knownAt: "2026-03-01T00:00:00Z") { school { id } } }
RETURN head(COLLECT {
  MATCH (worker1:Worker {id: $id_1})
  WITH *, CASE
  WHEN coalesce(worker1.recordedAt, worker1.withdrawnAt, $known_at) <= $known_at THEN worker1
  ELSE head(COLLECT {
    MATCH (worker1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS worker1Known
  WHERE worker1Known IS NOT NULL
  RETURN [head(COLLECT {
    MATCH (school2:School {id: worker1Known.schoolId})
    WITH *, CASE
    WHEN coalesce(school2.recordedAt, school2.withdrawnAt, $known_at) <= $known_at THEN school2
    ELSE head(COLLECT {
      MATCH (school2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS school2Known
    WHERE school2Known IS NOT NULL
    RETURN [school2Known.id] AS row })] AS row }) AS answer
