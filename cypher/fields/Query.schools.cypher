// The schools.
//
// Parameters: none
// Returns: school
MATCH (school:School)
RETURN school
