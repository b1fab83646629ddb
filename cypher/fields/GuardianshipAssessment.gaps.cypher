// What is missing in the records and was not silently resolved.
//
// Parameters: none
// Returns: LIST<STRING>
RETURN [gap IN [
  CASE WHEN node.parents = 0 THEN 'NO_PARENT_RECORDED' END,
  CASE WHEN node.parents = 1 THEN 'ONE_PARENT_RECORDED' END,
  CASE WHEN node.residence IS NULL AND node.registration IS NULL THEN 'RESIDENCE_UNKNOWN' END,
  CASE WHEN node.residence IS NULL AND node.registration IS NOT NULL THEN 'RESIDENCE_FROM_REGISTRATION' END,
  CASE WHEN any(entry IN node.responsible WHERE any(record IN entry.deciding WHERE
    record.fact IN ['IN_CIRCUMSTANCE', 'HAS_DISABILITY'] AND NOT record.startKnown)) THEN 'START_DATE_MISSING' END,
  CASE WHEN any(entry IN node.responsible WHERE entry.hides AND entry.row > 8) THEN 'DISABILITY_COMPONENTS_HIDDEN' END
] WHERE gap IS NOT NULL]
