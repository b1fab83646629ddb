// The school of a liaison who asks.
//
// Parameters:
//   scope_school: STRING (id of the liaison's school)
// Returns: school
MATCH (school:School {id: $scope_school})
RETURN school
