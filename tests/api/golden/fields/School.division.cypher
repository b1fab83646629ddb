// OFFICER: { school(id: "ID") { division { id } } }
RETURN head(COLLECT {
  MATCH (school1:School {id: $id_1})
  RETURN [head(COLLECT {
    MATCH (division2:Division {code: school1.division})
    RETURN [division2.code] AS row })] AS row }) AS answer

// OFFICER: { school(id: "ID", knownAt: "2026-03-01T00:00:00Z") { division { id } } }
RETURN head(COLLECT {
  MATCH (school1:School {id: $id_1})
  WITH *, CASE
  WHEN coalesce(school1.recordedAt, school1.withdrawnAt, $known_at) <= $known_at THEN school1
  ELSE head(COLLECT {
    MATCH (school1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS school1Known
  WHERE school1Known IS NOT NULL
  RETURN [head(COLLECT {
    MATCH (division2:Division {code: school1Known.division})
    WITH *, CASE
    WHEN coalesce(division2.recordedAt, division2.withdrawnAt, $known_at) <= $known_at THEN division2
    ELSE head(COLLECT {
      MATCH (division2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS division2Known
    WHERE division2Known IS NOT NULL
    RETURN [division2Known.code] AS row })] AS row }) AS answer
