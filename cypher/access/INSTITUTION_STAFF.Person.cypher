// Staff of an institution see those who are placed with it on the day.
//
// Parameters:
//   scope_organisation: STRING (id of the organisation)
// Returns: condition on node
WHERE EXISTS {
  MATCH (node)-[placement:PLACED_WITH]->(place:Organisation) WHERE place.id = $scope_organisation
}
