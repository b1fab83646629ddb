// Whether no adult belongs to the child's household. A child of whom no household is recorded is not said to live alone; somebody
// in the household whose birth date is not known is taken for an adult.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   age: INTEGER (under so many years)
//   as_of: DATE
// Returns: hit MAP
WITH * WHERE size(memberships) > 0 AND fields.Individual.age(node) < $age
WITH * WHERE NOT EXISTS {
  MATCH (node)-[own:MEMBER_OF]->(home:Household)<-[theirs:MEMBER_OF]-(adult:Person)
  WHERE (adult.birthDate IS NULL OR adult.birthDate <= $adult_born_by) AND (adult.deathDate IS NULL OR adult.deathDate > $as_of)
}
WITH {
  people: COLLECT {
    MATCH (node)-[own:MEMBER_OF]->(home:Household)<-[theirs:MEMBER_OF]-(minor:Person)
    WHERE minor.birthDate > $adult_born_by
    RETURN DISTINCT {id: minor.id, role: 'HOUSEHOLD', status: 'MINOR', records: []}
  },
  records: [each IN memberships | fields.Fact.evidence(each)]
} AS hit
RETURN hit
