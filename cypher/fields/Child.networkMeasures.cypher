// How well the child is held by the people round it whom the reader may see.
//
// Parameters: none
// Returns: measures MAP, as in api/computed/networks
UNWIND [node.networkMeasures] AS measures
WITH measures WHERE measures IS NOT NULL
RETURN measures
