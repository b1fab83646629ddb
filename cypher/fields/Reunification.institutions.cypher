// The institutions that the child is placed with.
//
// Parameters: none
// Returns: organisation
UNWIND node.institutions AS id
MATCH (organisation:Organisation {id: id})
RETURN organisation
ORDER BY organisation.id
