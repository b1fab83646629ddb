// The liaison's school.
//
// Parameters: none
// Returns: school
MATCH (school:School {id: node.schoolId})
RETURN school
