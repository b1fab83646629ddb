// A school liaison sees the students who are enrolled at their school on the day.
//
// Parameters:
//   scope_school: STRING (id of the liaison's school)
// Returns: condition on node
WHERE EXISTS {
  MATCH (node)-[enrolment:ENROLLED_AT]->(place:School) WHERE place.id = $scope_school
}
