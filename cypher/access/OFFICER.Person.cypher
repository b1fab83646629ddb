// An officer sees the persons of their division; elsewhere those who are or were parent, guardian, carer or supporter of
// somebody in it; and persons of no known division whose parent or guardian is in it.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: condition on node
WHERE node.division STARTS WITH $scope_division
  OR EXISTS {
    MATCH (node)-[ever:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]->(child:Person) WHERE child.division STARTS WITH $scope_division
  }
  OR node.division IS NULL AND EXISTS {
    MATCH (near:Person)-[everNear:PARENT_OF|GUARDIAN_OF]->(node) WHERE near.division STARTS WITH $scope_division
  }
