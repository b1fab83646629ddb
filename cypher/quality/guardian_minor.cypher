// Guardians who were minors when their guardianship began. Where the record does not say when that was, the day counts on
// which the service learned of it, or the last day of the guardianship if that is earlier: on that day it surely held.
// Whoever is old enough and supports themselves by their own labour on that day counts as an adult (Civil Code, art. 18).
//
// Parameters:
//   ids: LIST<STRING> (persons to look at)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
//   adult_years: INTEGER
//   self_supporting_years: INTEGER
// Returns: label STRING and entity STRING (id of the guardian), records LIST<STRING> (keys of the guardianships), details LIST<STRING>
CALL () {
  UNWIND $ids AS id
  MATCH (person:Person {id: id})
  RETURN person
  UNION ALL
  MATCH (person:Person)
  WHERE person.id >= $first_id
  RETURN person
}
WITH person
MATCH (person)-[guardianship:GUARDIAN_OF]->()
WITH person, guardianship, CASE
  WHEN guardianship.from > date('0001-01-01') THEN guardianship.from
  WHEN guardianship.to <= date(guardianship.recordedAt) THEN guardianship.to - duration({days: 1})
  ELSE date(guardianship.recordedAt)
END AS day
WITH person, guardianship, day, (day.year - person.birthDate.year) * 10000
  + (day.month - person.birthDate.month) * 100 + day.day - person.birthDate.day AS age
WHERE age < $adult_years * 10000 AND NOT (age >= $self_supporting_years * 10000 AND EXISTS {
  (person)-[own:IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
  WHERE own.from <= day AND day < own.to
})
WITH person, guardianship.key AS record ORDER BY record
RETURN 'Person' AS label, person.id AS entity, collect(record) AS records, [] AS details
