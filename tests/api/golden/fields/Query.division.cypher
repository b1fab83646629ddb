// OFFICER: { division(code: "990101000000") { id } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  RETURN [division1.code] AS row }) AS answer

// OFFICER: { division(code: "990101000000", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  WITH *, CASE
  WHEN coalesce(division1.recordedAt, division1.withdrawnAt, $known_at) <= $known_at THEN division1
  ELSE head(COLLECT {
    MATCH (division1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS division1Known
  WHERE division1Known IS NOT NULL
  RETURN [division1Known.code] AS row }) AS answer
