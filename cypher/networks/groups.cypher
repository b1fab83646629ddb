// With how many others people share a school class, an institution, a collective household or a child director on the day; and one
// page of these others, when a group is named.
//
// Parameters:
//   people: LIST<STRING> (ids of persons)
//   ties: LIST<STRING> (which ties, by TieName)
//   hub: STRING (label and id of what joins the group whose members are wanted, `School:S1`; null: none)
//   after: STRING (only members whose id sorts after this one)
//   page: INTEGER (so many members at most)
//   as_of: DATE
//   adult_born_by: DATE (born on or before: adult on as_of)
//   largest_household: INTEGER (a household of more members is a collective one)
// Returns: LIST of each group: id of the person, tie, label and id of what joins it, its division, detail, number of others INTEGER,
//   members: id, birth date, division, records as in neighbourhood.cypher
UNWIND $people AS id
MATCH (person:Person {id: id})
WHERE person.aliveUntil > $as_of AND person.birthDate <= $as_of
WITH person, COLLECT {
  MATCH (person)-[its:ENROLLED_AT]->(school:School)
  WHERE 'CLASSMATE' IN $ties AND its.status = 'ENROLLED' AND school.recordedAt IS NOT NULL
  WITH person, its, school, COLLECT {
    MATCH (school)<-[theirs:ENROLLED_AT]-(other:Person)
    WHERE theirs.stage = its.stage AND coalesce(theirs.grade, '') = coalesce(its.grade, '') AND theirs.status = 'ENROLLED'
      AND other <> person AND other.aliveUntil > $as_of AND other.birthDate <= $as_of
    RETURN [other.id, other.birthDate, other.division, its, theirs] AS member
    ORDER BY other.id
  } AS others
  RETURN ['CLASSMATE', 'School', school.id, school.division, its.stage + coalesce(' ' + its.grade, ''), others] AS row
} AS classes, COLLECT {
  MATCH (person)-[its:PLACED_WITH]->(organisation:Organisation)
  WHERE 'PLACED_WITH' IN $ties AND organisation.recordedAt IS NOT NULL
  WITH person, its, organisation, COLLECT {
    MATCH (organisation)<-[theirs:PLACED_WITH]-(other:Person)
    WHERE other <> person AND other.aliveUntil > $as_of AND other.birthDate <= $as_of
    RETURN [other.id, other.birthDate, other.division, its, theirs] AS member
    ORDER BY other.id
  } AS others
  RETURN ['PLACED_WITH', 'Organisation', organisation.id, organisation.division, its.kind, others] AS row
} AS placements, COLLECT {
  MATCH (person)-[its:MEMBER_OF]->(home:Household)
  WHERE 'MEMBER_OF' IN $ties AND home.recordedAt IS NOT NULL
  WITH person, its, home, COLLECT {
    MATCH (home)<-[theirs:MEMBER_OF]-(other:Person)
    WHERE other <> person AND other.aliveUntil > $as_of AND other.birthDate <= $as_of
    RETURN [other.id, other.birthDate, other.division, its, theirs] AS member
    ORDER BY other.id
  } AS others
  WITH home, others WHERE size(others) >= $largest_household
  RETURN ['MEMBER_OF', 'Household', home.id, home.division, null, others] AS row
} AS homes, COLLECT {
  MATCH (worker:Worker {division: person.division})
  WHERE 'CHILD_DIRECTOR' IN $ties AND worker.role = 'CHILD_DIRECTOR' AND person.birthDate > $adult_born_by
  WITH person, worker, COLLECT {
    MATCH (other:Person {division: person.division})
    WHERE other.division = person.division AND other.birthDate > $adult_born_by AND other.birthDate <= $as_of
      AND other.aliveUntil > $as_of AND other <> person
    RETURN [other.id, other.birthDate, other.division, null, null] AS member
    ORDER BY other.id
  } AS others
  RETURN ['CHILD_DIRECTOR', 'Worker', worker.id, worker.division, null, others] AS row
} AS directors
UNWIND classes + placements + homes + directors AS row
WITH person, row WHERE size(row[5]) > 0
WITH person.id AS whose, row, [other IN row[5] WHERE row[1] + ':' + row[2] = $hub AND other[0] > $after][..$page] AS members
RETURN [whose, row[0], row[1], row[2], row[3], row[4], size(row[5]), [other IN members | [other[0], other[1], other[2],
  [fact IN [other[3], other[4]] WHERE fact IS NOT NULL |
    [type(fact), fact.key, fact.source, fact.recordedAt.epochMillis, fact.from > date('0001-01-01')]]]]]
