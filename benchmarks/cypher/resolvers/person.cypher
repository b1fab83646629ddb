// One person whom the officer may see: what the resolver of `Parentage.parent` asks.
//
// Parameters:
//   id: STRING
//   scope_division: STRING (code prefix of the officer's division)
// Returns: node MAP
MATCH (person:Person {id: $id})
WHERE person.division STARTS WITH $scope_division OR EXISTS {
  MATCH (person)-[:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]->(near:Person) WHERE near.division STARTS WITH $scope_division
}
RETURN {__typename: 'Person', personId: person.id, name: person.name} AS node
