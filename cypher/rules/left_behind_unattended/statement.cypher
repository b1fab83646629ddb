// Whether a left-behind child has no guardian who is able and nobody entrusted.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE grade IN ['ABSENT', 'NONE'] AND size(left_behind) > 0
UNWIND left_behind AS found
WITH {
  definition: found.definition, grade: grade, records: found.records,
  people: [entry IN responsible | {id: entry.id, role: entry.kind, status: entry.state, records: fields.Responsible.evidence(entry)}]
} AS hit
RETURN hit
