// Whether a left-behind child has no guardian who is able and nobody entrusted.
//
// Parameters: none
// Returns: hit MAP
UNWIND [each IN left_behind WHERE grade IN ['ABSENT', 'NONE']] AS found
WITH {
  definition: found.definition, grade: grade, records: found.records,
  people: [entry IN responsible | {id: entry.party.id, role: entry.kind, status: entry.state, records: entry.records}]
} AS hit
RETURN hit
