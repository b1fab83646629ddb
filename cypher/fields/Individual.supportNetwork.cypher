// The support network of somebody.
//
// Parameters: none
// Returns: network MAP, as in api/computed/support
UNWIND [node.supportNetwork] AS network
WITH network WHERE network IS NOT NULL
RETURN network
