// AUDITOR: { households { nodes { id } } }
RETURN [[COLLECT {
  MATCH (household1:Household)
  WITH *
  ORDER BY coalesce(household1.division, ''), household1.id LIMIT $limit_1
  RETURN [['', coalesce(household1.division, ''), household1.id], [household1.id]] }, $limit_1]] AS answer

// AUDITOR: { households(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (household1:Household)
  WITH *, CASE
  WHEN coalesce(household1.recordedAt, household1.withdrawnAt, $known_at) <= $known_at THEN household1
  ELSE head(COLLECT {
    MATCH (household1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS household1Known
  WHERE household1Known IS NOT NULL
  WITH *
  ORDER BY coalesce(household1Known.division, ''), household1Known.id LIMIT $limit_1
  RETURN [['', coalesce(household1Known.division, ''), household1Known.id], [household1Known.id]] }, $limit_1]] AS answer
