// OFFICER: { organisations { nodes { id } } }
RETURN [[COLLECT {
  MATCH (organisation1:Organisation)
  WITH *
  ORDER BY coalesce(organisation1.division, ''), organisation1.id LIMIT $limit_1
  RETURN [['', coalesce(organisation1.division, ''), organisation1.id], [organisation1.id]] }, $limit_1]] AS answer

// OFFICER: { organisations(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (organisation1:Organisation)
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL
  WITH *
  ORDER BY coalesce(organisation1Known.division, ''), organisation1Known.id LIMIT $limit_1
  RETURN [['', coalesce(organisation1Known.division, ''), organisation1Known.id], [organisation1Known.id]] }, $limit_1]] AS answer
