// The ecomap of the ties that the reader sees.
//
// Parameters: none
// Returns: ecomap MAP, as in api/computed/families
UNWIND [node.ecomap] AS ecomap
WITH ecomap WHERE ecomap IS NOT NULL
RETURN ecomap
