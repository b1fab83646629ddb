// An officer sees the persons of their division; elsewhere those who are or were parent, guardian, carer or supporter of somebody
// in it; and those of no known division who have such a tie with somebody in it. A child who is lent counts as one in it.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
//   lent: LIST<STRING> (ids of the children to whom a grant gives access)
// Returns: condition on node
WHERE node.division STARTS WITH $scope_division OR node.id IN $lent OR EXISTS {
  MATCH (node)-[ever:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near:Person)
  WHERE (near.division STARTS WITH $scope_division OR near.id IN $lent) AND (node.division IS NULL OR startNode(ever) = node)
}
