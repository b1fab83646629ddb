// OFFICER: { division(code: "990101000000") { divisions { id } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  RETURN [COLLECT {
    MATCH (division2:Division)
    WHERE division2.code STARTS WITH (CASE
    WHEN division1.code ENDS WITH '0000000000' THEN left(division1.code, 2)
    WHEN division1.code ENDS WITH '00000000' THEN left(division1.code, 4)
    WHEN division1.code ENDS WITH '000000' THEN left(division1.code, 6)
    WHEN division1.code ENDS WITH '000' THEN left(division1.code, 9)
    ELSE division1.code END) AND division2.code <> division1.code AND size((CASE
    WHEN division2.code ENDS WITH '0000000000' THEN left(division2.code, 2)
    WHEN division2.code ENDS WITH '00000000' THEN left(division2.code, 4)
    WHEN division2.code ENDS WITH '000000' THEN left(division2.code, 6)
    WHEN division2.code ENDS WITH '000' THEN left(division2.code, 9)
    ELSE division2.code END)) = CASE size((CASE
    WHEN division1.code ENDS WITH '0000000000' THEN left(division1.code, 2)
    WHEN division1.code ENDS WITH '00000000' THEN left(division1.code, 4)
    WHEN division1.code ENDS WITH '000000' THEN left(division1.code, 6)
    WHEN division1.code ENDS WITH '000' THEN left(division1.code, 9)
    ELSE division1.code END))
    WHEN 2 THEN 4
    WHEN 4 THEN 6
    WHEN 6 THEN 9
    ELSE 12 END
    RETURN [division2.code] AS row
    ORDER BY division2.code }] AS row }) AS answer

// OFFICER: { division(code: "990101000000", knownAt: "2026-03-01T00:00:00Z") { divisions { id } } }
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
    MATCH (division2:Division)
    WITH *, CASE
    WHEN coalesce(division2.recordedAt, division2.withdrawnAt, $known_at) <= $known_at THEN division2
    ELSE head(COLLECT {
      MATCH (division2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS division2Known
    WHERE division2Known IS NOT NULL AND division2Known.code STARTS WITH (CASE
    WHEN division1Known.code ENDS WITH '0000000000' THEN left(division1Known.code, 2)
    WHEN division1Known.code ENDS WITH '00000000' THEN left(division1Known.code, 4)
    WHEN division1Known.code ENDS WITH '000000' THEN left(division1Known.code, 6)
    WHEN division1Known.code ENDS WITH '000' THEN left(division1Known.code, 9)
    ELSE division1Known.code END) AND division2Known.code <> division1Known.code AND size((CASE
    WHEN division2Known.code ENDS WITH '0000000000' THEN left(division2Known.code, 2)
    WHEN division2Known.code ENDS WITH '00000000' THEN left(division2Known.code, 4)
    WHEN division2Known.code ENDS WITH '000000' THEN left(division2Known.code, 6)
    WHEN division2Known.code ENDS WITH '000' THEN left(division2Known.code, 9)
    ELSE division2Known.code END)) = CASE size((CASE
    WHEN division1Known.code ENDS WITH '0000000000' THEN left(division1Known.code, 2)
    WHEN division1Known.code ENDS WITH '00000000' THEN left(division1Known.code, 4)
    WHEN division1Known.code ENDS WITH '000000' THEN left(division1Known.code, 6)
    WHEN division1Known.code ENDS WITH '000' THEN left(division1Known.code, 9)
    ELSE division1Known.code END))
    WHEN 2 THEN 4
    WHEN 4 THEN 6
    WHEN 6 THEN 9
    ELSE 12 END
    RETURN [division2Known.code] AS row
    ORDER BY division2Known.code }] AS row }) AS answer
