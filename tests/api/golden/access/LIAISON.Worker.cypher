// LIAISON: { worker(id: "ID") { id } }
RETURN head(COLLECT {
  MATCH (worker1:Worker {id: $id_1})
  RETURN [worker1.id] AS row }) AS answer

// LIAISON: { worker(id: "ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (worker1:Worker {id: $id_1})
  WITH *, CASE
  WHEN coalesce(worker1.recordedAt, worker1.withdrawnAt, $known_at) <= $known_at THEN worker1
  ELSE head(COLLECT {
    MATCH (worker1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS worker1Known
  WHERE worker1Known IS NOT NULL
  RETURN [worker1Known.id] AS row }) AS answer
