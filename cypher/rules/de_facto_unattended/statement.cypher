// Whether the child is de facto unattended: two parents are recorded, each in a listed situation, or one gone and the other in one.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE verdict.answer IN ['DE_FACTO_UNATTENDED', 'UNDETERMINED']
WITH {
  undetermined: verdict.answer = 'UNDETERMINED',
  people: [parent IN parents | {id: parent.id, role: 'PARENT', status: parent.status, records: parent.records}],
  records: [], missing: verdict.missing
} AS hit
RETURN hit
