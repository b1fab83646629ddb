// Lists hold those of the officer's own division, or of none that is known.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: person
MATCH (person:Person)
WHERE person.division STARTS WITH $scope_division
RETURN person
