// Lists hold those who are placed with the institution.
//
// Parameters:
//   scope_organisation: STRING (id of the organisation)
// Returns: person
MATCH (own:Organisation {id: $scope_organisation})<-[placement:PLACED_WITH]-(person:Person)
RETURN person
