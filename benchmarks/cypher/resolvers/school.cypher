// One school: what the resolver of `Enrolment.school` asks.
//
// Parameters:
//   id: STRING
// Returns: node MAP
MATCH (school:School {id: $id})
RETURN {schoolId: school.id, name: school.name} AS node
