// An officer sees the persons of their division; elsewhere those who are or were parent, guardian, carer or supporter of somebody
// in it; and those of no known division who have such a tie with somebody in it.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: condition on node
WHERE node.division STARTS WITH $scope_division OR EXISTS {
  MATCH (node)-[ever:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near:Person)
  WHERE near.division STARTS WITH $scope_division AND (node.division IS NULL OR startNode(ever) = node)
}
