// Somebody whom an officer sees, by the parameters of access/OFFICER.Person.
//
// Parameters:
//   scope_division: STRING
//   lent: LIST<STRING>
// Returns: id
MATCH (node:Person)
WHERE node.division STARTS WITH $scope_division OR node.id IN $lent
RETURN node.id AS id
LIMIT 1
