// The ties of people on the day: to other persons, to workers and organisations that care, and to what joins many (schools, large
// households), which is named and not walked through. Ties that follow from several facts come with all of them. Who has
// died, is not yet born, has closed or was not known is tied to nobody; a parent who has died still makes siblings. A school's
// classmates are asked for by themselves.
//
// Parameters:
//   people: LIST<STRING> (ids of persons)
//   ties: LIST<STRING> (which ties, by TieName)
//   support_kinds: LIST<STRING> (of support ties, which kinds)
//   as_of: DATE
//   adult_born_by: DATE (born on or before: adult on as_of)
//   contact_since: DATE (visits and services after this day count)
//   largest_household: INTEGER (a household of more members is a collective one: it is named itself)
//   most_ties: INTEGER (somebody with more ties of one sort joins many, too, and is not walked through)
// Returns: LIST of each person: id, birth date, division, ties. A tie is [name, whether the other supports the person BOOLEAN, label
//   and id of the other, birth date, division, detail, strength, records]; a record is [type or label, key, source, recorded at (epoch
//   milliseconds), start date known BOOLEAN]
UNWIND $people AS id
MATCH (person:Person {id: id})
WHERE person.aliveUntil > $as_of AND person.birthDate <= $as_of
WITH person, COLLECT {
  MATCH (person)-[tie:PARENT_OF|MARRIED_TO|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS|PLACED_WITH]-(other:Person|Worker|Organisation)
  WHERE type(tie) IN $ties AND (type(tie) <> 'SUPPORTS' OR tie.kind IN $support_kinds) AND other.recordedAt IS NOT NULL
    AND coalesce(other.aliveUntil > $as_of, true) AND coalesce(other.birthDate <= $as_of, true)
    AND coalesce(other.to > $as_of, true) AND coalesce(other.from <= $as_of, true)
  RETURN [type(tie), endNode(tie) = person OR type(tie) = 'PLACED_WITH', head(labels(other)), other.id, other.birthDate,
    other.division, coalesce(tie.kind, tie.basis), tie.strength,
    [[type(tie), tie.key, tie.source, tie.recordedAt.epochMillis, tie.from > date('0001-01-01')]]] AS row
  LIMIT $most_ties
} AS recorded, COLLECT {
  MATCH (person)<-[up:PARENT_OF]-(parent:Person)-[down:PARENT_OF]->(other:Person)
  WHERE 'SIBLING' IN $ties AND other <> person AND up.kind <> 'STEP' AND down.kind <> 'STEP' AND other.aliveUntil > $as_of
    AND other.birthDate <= $as_of
  RETURN ['SIBLING', true, 'Person', other.id, other.birthDate, other.division, null, null, [fact IN [up, down] |
    [type(fact), fact.key, fact.source, fact.recordedAt.epochMillis, fact.from > date('0001-01-01')]]] AS row
  LIMIT $most_ties
} AS siblings, COLLECT {
  MATCH (person)<-[up:PARENT_OF]-(parent:Person)<-[above:PARENT_OF]-(other:Person)
  WHERE 'GRANDPARENT' IN $ties AND up.kind <> 'STEP' AND above.kind <> 'STEP' AND other.aliveUntil > $as_of
  RETURN ['GRANDPARENT', true, 'Person', other.id, other.birthDate, other.division, null, null, [fact IN [up, above] |
    [type(fact), fact.key, fact.source, fact.recordedAt.epochMillis, fact.from > date('0001-01-01')]]] AS row
  LIMIT $most_ties
} AS grandparents, COLLECT {
  MATCH (person)-[down:PARENT_OF]->(child:Person)-[below:PARENT_OF]->(other:Person)
  WHERE 'GRANDPARENT' IN $ties AND down.kind <> 'STEP' AND below.kind <> 'STEP' AND other.aliveUntil > $as_of
    AND other.birthDate <= $as_of
  RETURN ['GRANDPARENT', false, 'Person', other.id, other.birthDate, other.division, null, null, [fact IN [below, down] |
    [type(fact), fact.key, fact.source, fact.recordedAt.epochMillis, fact.from > date('0001-01-01')]]] AS row
  LIMIT $most_ties
} AS grandchildren, COLLECT {
  MATCH (person)-[its:MEMBER_OF]->(home:Household)
  WHERE 'HOUSEHOLD_MATE' IN $ties AND home.recordedAt IS NOT NULL
  WITH its, home, COLLECT {
    MATCH (home)<-[theirs:MEMBER_OF]-(other:Person)
    WHERE other <> person AND other.aliveUntil > $as_of AND other.birthDate <= $as_of
    RETURN ['HOUSEHOLD_MATE', true, 'Person', other.id, other.birthDate, other.division, null, null, [fact IN [its, theirs] |
      [type(fact), fact.key, fact.source, fact.recordedAt.epochMillis, fact.from > date('0001-01-01')]]] AS row
    LIMIT $largest_household
  } AS mates
  UNWIND CASE WHEN size(mates) < $largest_household THEN mates
    ELSE [['MEMBER_OF', true, 'Household', home.id, null, home.division, null, null,
      [[type(its), its.key, its.source, its.recordedAt.epochMillis, its.from > date('0001-01-01')]]]] END AS row
  RETURN row
} AS homes, COLLECT {
  MATCH (person)-[enrolment:ENROLLED_AT]->(school:School)
  WHERE 'ENROLLED_AT' IN $ties AND enrolment.status = 'ENROLLED' AND school.recordedAt IS NOT NULL
  RETURN ['ENROLLED_AT', true, 'School', school.id, null, school.division, enrolment.stage + coalesce(' ' + enrolment.grade, ''),
    null, [[type(enrolment), enrolment.key, enrolment.source, enrolment.recordedAt.epochMillis, enrolment.from > date('0001-01-01')]]]
    AS row
  LIMIT $most_ties
} AS schools, COLLECT {
  MATCH (worker:Worker)-[everVisit:VISITED]->(person)
  WHERE 'VISITED' IN $ties AND everVisit.from > $contact_since AND everVisit.from <= $as_of AND worker.recordedAt IS NOT NULL
  RETURN ['VISITED', true, 'Worker', worker.id, null, worker.division, worker.role, null, [[type(everVisit), everVisit.key,
    everVisit.source, everVisit.recordedAt.epochMillis, true]]] AS row
  LIMIT $most_ties
} AS visits, COLLECT {
  MATCH (person)-[everServed:RECEIVED_SERVICE]->(line:ServiceLine)
  WHERE 'RECEIVED_SERVICE' IN $ties AND everServed.from > $contact_since AND everServed.from <= $as_of
    AND everServed.organisationId IS NOT NULL
  MATCH (server:Organisation {id: everServed.organisationId})
  WHERE server.recordedAt IS NOT NULL
  RETURN ['RECEIVED_SERVICE', true, 'Organisation', server.id, null, server.division, everServed.line, null, [[type(everServed),
    everServed.key, everServed.source, everServed.recordedAt.epochMillis, true]]] AS row
  LIMIT $most_ties
} AS services, COLLECT {
  MATCH (worker:Worker {division: person.division})
  WHERE 'CHILD_DIRECTOR' IN $ties AND worker.role = 'CHILD_DIRECTOR' AND person.birthDate > $adult_born_by
  RETURN ['CHILD_DIRECTOR', true, 'Worker', worker.id, null, worker.division, null, null, [
    ['Worker', coalesce(worker.recordId, worker.id), worker.source, worker.recordedAt.epochMillis, true],
    ['Person', coalesce(person.recordId, person.id), person.source, person.recordedAt.epochMillis, true]]] AS row
  LIMIT $most_ties
} AS directors
RETURN [person.id, person.birthDate, person.division,
  [recorded, siblings, grandparents, grandchildren, homes, schools, visits, services, directors]]
