// OFFICER: { organisation(id: "ID") { division { id } } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  RETURN [head(COLLECT {
    MATCH (division2:Division {code: organisation1.division})
    RETURN [division2.code] AS row })] AS row }) AS answer

// OFFICER: { organisation(id: "ID", knownAt: "2026-03-01T00:00:00Z") { division { id } } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL
  RETURN [head(COLLECT {
    MATCH (division2:Division {code: organisation1Known.division})
    WITH *, CASE
    WHEN coalesce(division2.recordedAt, division2.withdrawnAt, $known_at) <= $known_at THEN division2
    ELSE head(COLLECT {
      MATCH (division2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS division2Known
    WHERE division2Known IS NOT NULL
    RETURN [division2Known.code] AS row })] AS row }) AS answer
