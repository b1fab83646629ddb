// Lists hold the students of the liaison's own school.
//
// Parameters:
//   scope_school: STRING (id of the liaison's school)
// Returns: child
MATCH (own:School {id: $scope_school})<-[enrolment:ENROLLED_AT]-(child:Person)
RETURN child
