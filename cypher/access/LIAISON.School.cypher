// A school liaison sees their own school.
//
// Parameters:
//   scope_school: STRING (id of the liaison's school)
// Returns: condition on node
WHERE node.id = $scope_school
