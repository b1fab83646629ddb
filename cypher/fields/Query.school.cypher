// One school by id.
//
// Parameters:
//   id: STRING
// Returns: school
MATCH (school:School {id: $id})
RETURN school
