// Whether somebody able is responsible for many children. How many roles somebody ever had is looked up first. Sees everything.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   children_at_most: INTEGER (more than so many are too many)
// Returns: hit MAP
UNWIND [entry IN responsible WHERE entry.state = 'ABLE'] AS entry
WITH entry, entry.party AS adult
WHERE COUNT { MATCH (adult)-[everRole:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(anybody) } > $children_at_most
MATCH (adult:Person)
WITH adult, collect(entry) AS entries
WITH adult, head(entries) AS entry, COUNT {
  MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(ward:Person)
  WHERE (role.kind IS NULL OR role.kind <> 'STEP') AND ward.birthDate > $adult_born_by AND ward.birthDate <= $as_of
    AND (ward.deathDate IS NULL OR ward.deathDate > $as_of)
  RETURN DISTINCT ward
} AS number
WHERE number > $children_at_most
WITH collect({id: entry.id, role: entry.kind, status: 'ABLE', children: number, records: fields.Responsible.evidence(entry)}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
