// What is missing in the records and was not silently resolved. Sees everything: it is about the child's own file.
//
// Parameters: none
// Returns: LIST<STRING>
WITH node, fields.Child.responsible(node) AS responsible,
  COUNT { MATCH (parent:Person)-[ever:PARENT_OF]->(node) WHERE ever.kind <> 'STEP' RETURN DISTINCT parent } AS parents
RETURN [gap IN [
  CASE WHEN parents = 0 THEN 'NO_PARENT_RECORDED' END,
  CASE WHEN parents = 1 THEN 'ONE_PARENT_RECORDED' END,
  CASE WHEN node.residenceDivision IS NULL AND node.registrationDivision IS NULL THEN 'RESIDENCE_UNKNOWN' END,
  CASE WHEN node.residenceDivision IS NULL AND node.registrationDivision IS NOT NULL THEN 'RESIDENCE_FROM_REGISTRATION' END,
  CASE WHEN any(entry IN responsible WHERE any(record IN entry.deciding WHERE
    record.fact IN ['IN_CIRCUMSTANCE', 'HAS_DISABILITY'] AND NOT record.startKnown)) THEN 'START_DATE_MISSING' END,
  CASE WHEN any(entry IN responsible WHERE entry.hides AND entry.row > 8) THEN 'DISABILITY_COMPONENTS_HIDDEN' END
] WHERE gap IS NOT NULL]
