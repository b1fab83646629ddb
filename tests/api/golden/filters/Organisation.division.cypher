// OFFICER: { organisations(filter: {division: "990101"}) { nodes { id } } }
RETURN [[COLLECT {
  MATCH (organisation1:Organisation)
  WHERE organisation1.division STARTS WITH $division_1
  WITH *
  ORDER BY organisation1.division, organisation1.id LIMIT $limit_2
  RETURN [['', organisation1.division, organisation1.id], [organisation1.id]] }, $limit_2]] AS answer

// OFFICER: { organisations(filter: {division: "990101"}, knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (organisation1:Organisation)
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL AND organisation1Known.division STARTS WITH $division_1
  WITH *
  ORDER BY organisation1Known.division, organisation1Known.id LIMIT $limit_2
  RETURN [['', organisation1Known.division, organisation1Known.id], [organisation1Known.id]] }, $limit_2]] AS answer
