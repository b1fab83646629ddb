// Whether the only one who is able has a disability of grade 3 or 4.
//
// Parameters:
//   from_grade: INTEGER
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.state = 'ABLE' AND any(fact IN entry.facts WHERE fact.grade >= $from_grade))
WITH [entry IN responsible WHERE entry.state = 'ABLE'] AS entries
WITH entries, [fact IN head(entries).facts WHERE fact.grade >= $from_grade | fields.Fact.evidence(fact)] AS found
WHERE all(entry IN entries WHERE entry.party = head(entries).party) AND size(found) > 0
WITH {people: [{id: head(entries).id, role: head(entries).kind, status: 'ABLE', records: found}], records: []} AS hit
RETURN hit
