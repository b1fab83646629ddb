// AUDITOR: { persons { nodes { id } } }
RETURN [[COLLECT {
  MATCH (person1:Person)
  WITH *
  ORDER BY coalesce(person1.division, ''), coalesce(person1.birthDate, date('9999-12-31')), person1.id LIMIT $limit_1
  RETURN [['', coalesce(person1.division, ''), toString(coalesce(person1.birthDate, date('9999-12-31'))), person1.id], [person1.id]] }, $limit_1]] AS answer

// AUDITOR: { persons(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (person1:Person)
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL
  WITH *
  ORDER BY coalesce(person1Known.division, ''), coalesce(person1Known.birthDate, date('9999-12-31')), person1Known.id LIMIT $limit_1
  RETURN [['', coalesce(person1Known.division, ''), toString(coalesce(person1Known.birthDate, date('9999-12-31'))), person1Known.id], [person1Known.id]] }, $limit_1]] AS answer
