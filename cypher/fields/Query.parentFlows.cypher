// Where the parents of a division's children work.
//
// Parameters: none
// Returns: flows MAP, as in api/computed/networks
UNWIND [node.parentFlows] AS flows
RETURN flows
