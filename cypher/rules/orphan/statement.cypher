// Whether the child is an orphan: every parent is dead or declared missing, or the child is a foundling.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE verdict.answer = 'ORPHAN' OR (verdict.answer = 'UNDETERMINED' AND verdict.orphanPossible)
WITH {
  undetermined: verdict.answer = 'UNDETERMINED',
  people: [parent IN parents | {id: parent.id, role: 'PARENT', status: parent.status, records: parent.records}],
  records: verdict.foundling, missing: verdict.missing
} AS hit
RETURN hit
