// Whether no household registration of the child is recorded.
//
// Parameters: none
// Returns: hit MAP
WITH {
  people: [], records: [{id: coalesce(node.recordId, node.id), fact: 'Person', source: node.source, recordedAt: node.recordedAt}]
} AS hit
WHERE node.registrationDivision IS NULL
RETURN hit
