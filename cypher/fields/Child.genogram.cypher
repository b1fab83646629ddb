// The genogram of the family that the reader sees.
//
// Parameters: none
// Returns: genogram MAP, as in api/computed/families
UNWIND [node.genogram] AS genogram
WITH genogram WHERE genogram IS NOT NULL
RETURN genogram
