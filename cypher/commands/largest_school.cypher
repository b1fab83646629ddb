// The school with the most students today: whose liaison the demo lets one be.
//
// Parameters: none
// Returns: id STRING, name STRING; no record when there is no school with a student
MATCH (:Person)-[enrolment:ENROLLED_AT]->(school:School)
WHERE enrolment.from <= date() AND date() < enrolment.to
WITH school, count(*) AS students
ORDER BY students DESC, school.id
LIMIT 1
RETURN school.id AS id, school.name AS name
