// Whether the child lives outside the county of household registration for months, in the household of a parent or guardian: by the
// household that the child belongs to, where it is, and since when.
//
// Parameters:
//   as_of: DATE
//   age: INTEGER (under so many years)
//   away_months: INTEGER
// Returns: hit MAP
WITH * WHERE size(memberships) > 0 AND fields.Individual.age(node) < $age
MATCH (node)-[its:MEMBER_OF]->(home:Household)
WHERE left(home.division, 6) <> left(node.registrationDivision, 6)
  AND its.from + duration({months: $away_months}) <= $as_of
WITH node, its, home, COLLECT {
  MATCH (home)<-[theirs:MEMBER_OF]-(adult:Person)
  WHERE any(entry IN responsible WHERE entry.kind <> 'CARER' AND entry.party = adult) AND (adult.deathDate IS NULL OR adult.deathDate > $as_of)
  RETURN {id: head([entry IN responsible WHERE entry.party = adult | entry.id]), role: 'GUARDIAN', status: 'SAME_HOUSEHOLD', records: [fields.Fact.evidence(theirs)]}
} AS people
WHERE size(people) > 0
WITH {
  people: people, records: [fields.Fact.evidence(its)],
  livesIn: home.division, registeredIn: node.registrationDivision, since: its.from
} AS hit
RETURN hit
