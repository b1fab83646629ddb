// The organisations of the division.
//
// Parameters: none
// Returns: organisation
MATCH (organisation:Organisation)
WHERE organisation.division STARTS WITH fields.Division.prefix(node)
RETURN organisation
ORDER BY organisation.division, organisation.id
