// OFFICER: { division(code: "990101000000") { parent { id } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  RETURN [head(COLLECT {
    UNWIND [9, 6, 4, 2] AS length2
    WITH left(division1.code, length2) + right('000000000000', 12 - length2) AS code2, length2
    MATCH (division2:Division {code: code2})
    WHERE length2 < size((CASE
    WHEN division1.code ENDS WITH '0000000000' THEN left(division1.code, 2)
    WHEN division1.code ENDS WITH '00000000' THEN left(division1.code, 4)
    WHEN division1.code ENDS WITH '000000' THEN left(division1.code, 6)
    WHEN division1.code ENDS WITH '000' THEN left(division1.code, 9)
    ELSE division1.code END))
    RETURN [division2.code] AS row
    ORDER BY length2 DESC })] AS row }) AS answer

// OFFICER: { division(code: "990101000000", knownAt: "2026-03-01T00:00:00Z") { parent { id } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  WITH *, CASE
  WHEN coalesce(division1.recordedAt, division1.withdrawnAt, $known_at) <= $known_at THEN division1
  ELSE head(COLLECT {
    MATCH (division1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS division1Known
  WHERE division1Known IS NOT NULL
  RETURN [head(COLLECT {
    UNWIND [9, 6, 4, 2] AS length2
    WITH left(division1Known.code, length2) + right('000000000000', 12 - length2) AS code2, length2
    MATCH (division2:Division {code: code2})
    WITH *, CASE
    WHEN coalesce(division2.recordedAt, division2.withdrawnAt, $known_at) <= $known_at THEN division2
    ELSE head(COLLECT {
      MATCH (division2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS division2Known
    WHERE division2Known IS NOT NULL AND length2 < size((CASE
    WHEN division1Known.code ENDS WITH '0000000000' THEN left(division1Known.code, 2)
    WHEN division1Known.code ENDS WITH '00000000' THEN left(division1Known.code, 4)
    WHEN division1Known.code ENDS WITH '000000' THEN left(division1Known.code, 6)
    WHEN division1Known.code ENDS WITH '000' THEN left(division1Known.code, 9)
    ELSE division1Known.code END))
    RETURN [division2Known.code] AS row
    ORDER BY length2 DESC })] AS row }) AS answer
