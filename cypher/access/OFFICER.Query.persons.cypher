// Lists hold the persons of the officer's own division.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: person
MATCH (person:Person)
WHERE person.division STARTS WITH $scope_division
RETURN person
