// An officer sees the households of their division, and those in which a child lives who is lent.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
//   lent: LIST<STRING> (ids of the children to whom a grant gives access)
// Returns: condition on node
WHERE node.division STARTS WITH $scope_division OR EXISTS {
  MATCH (node)<-[membership:MEMBER_OF]-(child:Person) WHERE child.id IN $lent
}
