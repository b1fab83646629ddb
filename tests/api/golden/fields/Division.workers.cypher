// OFFICER: { division(code: "990101000000") { workers { id } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  RETURN [COLLECT {
    MATCH (worker2:Worker)
    WHERE worker2.division STARTS WITH (CASE
    WHEN division1.code ENDS WITH '0000000000' THEN left(division1.code, 2)
    WHEN division1.code ENDS WITH '00000000' THEN left(division1.code, 4)
    WHEN division1.code ENDS WITH '000000' THEN left(division1.code, 6)
    WHEN division1.code ENDS WITH '000' THEN left(division1.code, 9)
    ELSE division1.code END)
    RETURN [worker2.id] AS row
    ORDER BY worker2.division, worker2.id }] AS row }) AS answer

// OFFICER: { division(code: "990101000000", knownAt: "2026-03-01T00:00:00Z") { workers { id } } }
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
    MATCH (worker2:Worker)
    WITH *, CASE
    WHEN coalesce(worker2.recordedAt, worker2.withdrawnAt, $known_at) <= $known_at THEN worker2
    ELSE head(COLLECT {
      MATCH (worker2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS worker2Known
    WHERE worker2Known IS NOT NULL AND worker2Known.division STARTS WITH (CASE
    WHEN division1Known.code ENDS WITH '0000000000' THEN left(division1Known.code, 2)
    WHEN division1Known.code ENDS WITH '00000000' THEN left(division1Known.code, 4)
    WHEN division1Known.code ENDS WITH '000000' THEN left(division1Known.code, 6)
    WHEN division1Known.code ENDS WITH '000' THEN left(division1Known.code, 9)
    ELSE division1Known.code END)
    RETURN [worker2Known.id] AS row
    ORDER BY worker2Known.division, worker2Known.id }] AS row }) AS answer
