// A guardian, who is a person or an organisation: what the resolver of `Guardianship.guardian` asks.
//
// Parameters:
//   id: STRING
// Returns: node MAP
CALL () {
  MATCH (person:Person {id: $id})
  RETURN {__typename: 'Person', personId: person.id, name: person.name} AS node
  UNION ALL
  MATCH (organisation:Organisation {id: $id})
  RETURN {__typename: 'Organisation', organisationId: organisation.id, name: organisation.name} AS node
}
RETURN node
