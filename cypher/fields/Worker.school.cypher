// The school that a liaison works at.
//
// Parameters: none
// Returns: school
MATCH (school:School {id: node.schoolId})
RETURN school
