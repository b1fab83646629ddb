// Which guardians are away without a recorded contact in the last days.
//
// Parameters:
//   as_of: DATE
//   contact_days: INTEGER
// Returns: hit MAP
UNWIND [entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state = 'AWAY'] AS entry
WITH entry, entry.party AS adult
MATCH (adult:Person)
WHERE NOT EXISTS {
  MATCH (adult)-[away:ABSENT_IN]->(place:Division)
  WHERE away.lastContact <= $as_of AND away.lastContact >= $as_of - duration({days: $contact_days})
}
WITH collect({id: entry.party.id, role: entry.kind, status: 'AWAY', records: entry.records}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
