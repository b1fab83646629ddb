// OFFICER: { workers { nodes { id } } }
RETURN [[COLLECT {
  MATCH (worker1:Worker)
  WITH *
  ORDER BY coalesce(worker1.division, ''), worker1.id LIMIT $limit_1
  RETURN [['', coalesce(worker1.division, ''), worker1.id], [worker1.id]] }, $limit_1]] AS answer

// OFFICER: { workers(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (worker1:Worker)
  WITH *, CASE
  WHEN coalesce(worker1.recordedAt, worker1.withdrawnAt, $known_at) <= $known_at THEN worker1
  ELSE head(COLLECT {
    MATCH (worker1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS worker1Known
  WHERE worker1Known IS NOT NULL
  WITH *
  ORDER BY coalesce(worker1Known.division, ''), worker1Known.id LIMIT $limit_1
  RETURN [['', coalesce(worker1Known.division, ''), worker1Known.id], [worker1Known.id]] }, $limit_1]] AS answer
