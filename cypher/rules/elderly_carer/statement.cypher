// Whether every able responsible person is old.
//
// Parameters:
//   age: INTEGER (at least so many years)
// Returns: hit MAP
UNWIND [entry IN responsible WHERE entry.state = 'ABLE'] AS entry
WITH entry, entry.party AS adult
MATCH (adult:Person)
WITH collect({id: entry.party.id, role: entry.kind, status: 'ABLE', age: fields.Individual.age(adult), records: entry.roles}) AS people
WITH {people: people, records: []} AS hit, people
WHERE size(people) > 0 AND all(person IN people WHERE coalesce(person.age >= $age, false))
RETURN hit
