// One organisation by id.
//
// Parameters:
//   id: STRING
// Returns: organisation
MATCH (organisation:Organisation {id: $id})
RETURN organisation
