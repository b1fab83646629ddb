// The liaison's school.
//
// Parameters:
//   scope_school: STRING (id of the liaison's school)
// Returns: school
MATCH (school:School {id: $scope_school})
RETURN school
