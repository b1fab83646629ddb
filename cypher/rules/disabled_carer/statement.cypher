// Whether the only one who is able has a disability of grade 3 or 4.
//
// Parameters:
//   from_grade: INTEGER
// Returns: hit MAP
WITH [entry IN responsible WHERE entry.state = 'ABLE'] AS entries
WITH entries, head(entries).party AS adult
WHERE size(entries) > 0 AND all(entry IN entries WHERE entry.party = adult)
MATCH (adult:Person)-[disability:HAS_DISABILITY]->(kind:DisabilityType)
WHERE disability.grade >= $from_grade
WITH adult, entries, collect({id: disability.key, fact: type(disability), source: disability.source, recordedAt: disability.recordedAt}) AS found
WITH {people: [{id: head(entries).party.id, role: head(entries).kind, status: 'ABLE', records: found}], records: []} AS hit
RETURN hit
