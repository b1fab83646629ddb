// OFFICER: { division(code: "990101000000") { schools { id } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  RETURN [COLLECT {
    MATCH (school2:School)
    WHERE school2.division STARTS WITH (CASE
    WHEN division1.code ENDS WITH '0000000000' THEN left(division1.code, 2)
    WHEN division1.code ENDS WITH '00000000' THEN left(division1.code, 4)
    WHEN division1.code ENDS WITH '000000' THEN left(division1.code, 6)
    WHEN division1.code ENDS WITH '000' THEN left(division1.code, 9)
    ELSE division1.code END)
    RETURN [school2.id] AS row
    ORDER BY school2.division, school2.id }] AS row }) AS answer

// OFFICER: { division(code: "990101000000", knownAt: "2026-03-01T00:00:00Z") { schools { id } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  WITH *, CASE
  WHEN coalesce(division1.recordedAt, division1.withdrawnAt, $known_at) <= $known_at THEN division1
  ELSE head(COLLECT {
    MATCH (division1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS division1Known
  WHERE division1Known IS NOT NULL
  RETURN [COLLECT {
    MATCH (school2:School)
    WITH *, CASE
    WHEN coalesce(school2.recordedAt, school2.withdrawnAt, $known_at) <= $known_at THEN school2
    ELSE head(COLLECT {
      MATCH (school2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS school2Known
    WHERE school2Known IS NOT NULL AND school2Known.division STARTS WITH (CASE
    WHEN division1Known.code ENDS WITH '0000000000' THEN left(division1Known.code, 2)
    WHEN division1Known.code ENDS WITH '00000000' THEN left(division1Known.code, 4)
    WHEN division1Known.code ENDS WITH '000000' THEN left(division1Known.code, 6)
    WHEN division1Known.code ENDS WITH '000' THEN left(division1Known.code, 9)
    ELSE division1Known.code END)
    RETURN [school2Known.id] AS row
    ORDER BY school2Known.division, school2Known.id }] AS row }) AS answer
