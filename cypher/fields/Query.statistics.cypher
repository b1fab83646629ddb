// The numbers of a division.
//
// Parameters: none
// Returns: statistics MAP, as in api/computed/statistics
UNWIND [node.statistics] AS statistics
RETURN statistics
