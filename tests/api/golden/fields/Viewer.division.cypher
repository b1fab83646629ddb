// OFFICER: { viewer { division { id } } }
RETURN [head(COLLECT {
  MATCH (division1:Division {code: $own_division + right('000000000000', 12 - size($own_division))})
  RETURN [division1.code] AS row })] AS answer

// OFFICER: { viewer(knownAt: "2026-03-01T00:00:00Z") { division { id } } }
RETURN [head(COLLECT {
  MATCH (division1:Division {code: $own_division + right('000000000000', 12 - size($own_division))})
  WITH *, CASE
  WHEN coalesce(division1.recordedAt, division1.withdrawnAt, $known_at) <= $known_at THEN division1
  ELSE head(COLLECT {
    MATCH (division1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS division1Known
  WHERE division1Known IS NOT NULL
  RETURN [division1Known.code] AS row })] AS answer
