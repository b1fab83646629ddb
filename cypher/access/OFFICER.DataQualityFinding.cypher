// An officer sees the doubts about what belongs to their division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: condition on node
WHERE EXISTS {
  MATCH (node)-[about:CONCERNS]->(entity:Person|Household|School|Organisation|Worker|Division)
  WHERE coalesce(entity.division, entity.code) STARTS WITH $scope_division
}
