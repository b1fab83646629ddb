// Lists hold the persons of the officer's own division. Whoever has a division has a date of birth: said, so that the index on
// both is sought.
//
// Parameters:
//   scope_division: STRING (code prefix of the officer's division)
// Returns: person
MATCH (person:Person)
WHERE person.division STARTS WITH $scope_division AND person.birthDate IS NOT NULL
RETURN person
