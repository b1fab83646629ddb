// The enrolments of a child: what the resolver of `Child.enrolments` asks.
//
// Parameters:
//   as_of: DATE
//   id: STRING (of the child)
// Returns: node MAP, with the id of the school for the resolver of `Enrolment.school`
MATCH (:Person {id: $id})-[fact:ENROLLED_AT]->(school:School)
WHERE fact.from <= $as_of AND $as_of < fact.to
RETURN {stage: fact.stage, grade: fact.grade, status: fact.status, school: school.id} AS node
ORDER BY fact.from, fact.key
