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
