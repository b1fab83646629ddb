// Whether a child of compulsory-school age who could attend is out of school: no open enrolment (ENROLLED, or SUSPENDED with leave), an
// open record of having dropped out, or too many days of absence in a month that reaches into the last days. Who is seriously ill or
// severely disabled is not said to be able to attend.
//
// Parameters:
//   absent_days: INTEGER (more than so many school days)
//   as_of: DATE
//   from_age: INTEGER
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
//   to_age: INTEGER (this age included)
//   window_days: INTEGER
// Returns: hit MAP
WITH * WHERE fields.Individual.age(node) >= $from_age AND fields.Individual.age(node) <= $to_age
  AND none(fact IN own_facts WHERE coalesce(fact.grade <= $severe_grade, false) OR coalesce(fact.type IN $severe_types, false) OR coalesce(fact.kind = 'SERIOUS_ILLNESS', false))
WITH *, COLLECT { MATCH (node)-[enrolled:ENROLLED_AT]->(school:School) RETURN enrolled } AS enrolments, COLLECT {
  MATCH (node)-[everAttended:ATTENDED]->(school:School)
  WHERE everAttended.from <= $as_of AND everAttended.to > $as_of - duration({days: $window_days}) AND everAttended.daysAbsent > $absent_days
  RETURN fields.Fact.evidence(everAttended)
} AS absences
WITH *, CASE
  WHEN any(each IN enrolments WHERE each.status = 'DROPPED_OUT') THEN 'DROPPED_OUT'
  WHEN none(each IN enrolments WHERE each.status IN ['ENROLLED', 'SUSPENDED']) THEN 'NOT_ENROLLED'
  WHEN size(absences) > 0 THEN 'ABSENT' END AS because
WHERE because IS NOT NULL
WITH {
  people: [], because: because,
  records: CASE because WHEN 'ABSENT' THEN absences ELSE [each IN enrolments | fields.Fact.evidence(each)] END
} AS hit
RETURN hit
