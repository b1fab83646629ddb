// Whether no household registration of the child is recorded.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE node.registrationDivision IS NULL
WITH {
  people: [], records: [{id: coalesce(node.recordId, node.id), fact: 'Person', source: node.source, recordedAt: node.recordedAt.epochMillis}]
} AS hit
RETURN hit
