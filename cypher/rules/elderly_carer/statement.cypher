// Whether every able responsible person is old.
//
// Parameters:
//   age: INTEGER (at least so many years)
//   as_of: DATE
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.state = 'ABLE' AND entry.born <= $as_of - duration({years: $age}))
UNWIND [entry IN responsible WHERE entry.state = 'ABLE'] AS entry
WITH entry, entry.party AS adult
MATCH (adult:Person)
WITH collect({id: entry.id, role: entry.kind, status: 'ABLE', age: fields.Individual.age(adult), records: fields.Responsible.evidence(entry)}) AS people
WITH {people: people, records: []} AS hit, people
WHERE size(people) > 0 AND all(person IN people WHERE coalesce(person.age >= $age, false))
RETURN hit
