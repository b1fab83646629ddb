// Living pupils of the school with most pupils on a day.
//
// Parameters:
//   as_of: DATE
// Returns: ids LIST<STRING>
MATCH (pupil:Person)-[enrolment:ENROLLED_AT]->(school:School)
WHERE enrolment.from <= $as_of AND ($as_of < enrolment.to OR enrolment.to IS NULL)
  AND (pupil.deathDate IS NULL OR pupil.deathDate > $as_of)
WITH school, collect(pupil.id) AS ids
ORDER BY size(ids) DESC, school.id
LIMIT 1
RETURN ids
