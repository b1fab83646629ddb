// A page of the facts at a node that the reader may see.
//
// Parameters: none
// Returns: exploration MAP, as in api/computed/support
UNWIND [node.explore] AS exploration
WITH exploration WHERE exploration IS NOT NULL
RETURN exploration
