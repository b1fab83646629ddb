// What the grade of a child on a day follows from: by which records it supports itself, and the state of everybody responsible with the
// records that decide it. Who is no child on that day is left out. Sees everything: the grade must not depend on who asks.
// Source: guardianship.md sections 2 to 4; the decision table in rules/effective_guardianship.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   child: STRING (id)
// Returns: LIST: child id, day, self-supporting records, responsible [id, kind, state, role records, deciding records]. A record is
//   [type or label, key, source, recorded at (epoch milliseconds), start date known BOOLEAN]
MATCH (child:Person {id: $child})
WHERE child.birthDate > $adult_born_by AND child.birthDate <= $as_of AND (child.deathDate IS NULL OR child.deathDate > $as_of)
RETURN [child.id, $as_of,
  [record IN fields.Child.selfSupporting(child) | [record.fact, record.id, record.source, record.recordedAt.epochMillis, record.startKnown]],
  [entry IN fields.Child.responsible(child) | [entry.party.id, entry.kind, entry.state,
    [record IN entry.roles | [record.fact, record.id, record.source, record.recordedAt.epochMillis, true]],
    [record IN entry.deciding | [record.fact, record.id, record.source, record.recordedAt.epochMillis, record.startKnown]]]]]
