// Which guardians are away without a recorded contact in the last days.
//
// Parameters:
//   as_of: DATE
//   contact_days: INTEGER
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state = 'AWAY')
UNWIND [entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state = 'AWAY'] AS entry
WITH entry
WHERE none(fact IN entry.facts WHERE coalesce(fact.lastContact <= $as_of AND fact.lastContact >= $as_of - duration({days: $contact_days}), false))
WITH collect({id: entry.id, role: entry.kind, status: 'AWAY', records: fields.Responsible.evidence(entry)}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
