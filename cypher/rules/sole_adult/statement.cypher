// Whether exactly one responsible adult is able.
//
// Parameters: none
// Returns: hit MAP
UNWIND [entry IN responsible WHERE entry.state = 'ABLE'] AS entry
WITH entry, entry.party AS adult
MATCH (adult:Person)
WITH entry.party.id AS able, collect(entry) AS entries
WITH collect({id: able, role: head(entries).kind, status: 'ABLE', records: head(entries).roles}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) = 1
RETURN hit
