// Whether exactly one responsible adult is able.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.state = 'ABLE' AND entry.party:Person
  AND all(other IN responsible WHERE other.party = entry.party OR other.state <> 'ABLE' OR other.party:Organisation))
WITH head([entry IN responsible WHERE entry.state = 'ABLE' AND entry.party:Person]) AS entry
WITH {people: [{id: entry.id, role: entry.kind, status: 'ABLE', records: fields.Responsible.evidence(entry)}], records: []} AS hit
RETURN hit
