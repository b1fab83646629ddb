// Lists hold those who are placed with the institution.
//
// Parameters:
//   scope_organisation: STRING (id of the organisation)
// Returns: child
MATCH (own:Organisation {id: $scope_organisation})<-[placement:PLACED_WITH]-(child:Person)
RETURN child
