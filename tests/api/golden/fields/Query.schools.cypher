// OFFICER: { schools { nodes { id } } }
RETURN [[COLLECT {
  MATCH (school1:School)
  WITH *
  ORDER BY coalesce(school1.division, ''), school1.id LIMIT $limit_1
  RETURN [['', coalesce(school1.division, ''), school1.id], [school1.id]] }, $limit_1]] AS answer

// OFFICER: { schools(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (school1:School)
  WITH *, CASE
  WHEN coalesce(school1.recordedAt, school1.withdrawnAt, $known_at) <= $known_at THEN school1
  ELSE head(COLLECT {
    MATCH (school1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS school1Known
  WHERE school1Known IS NOT NULL
  WITH *
  ORDER BY coalesce(school1Known.division, ''), school1Known.id LIMIT $limit_1
  RETURN [['', coalesce(school1Known.division, ''), school1Known.id], [school1Known.id]] }, $limit_1]] AS answer
