// Digests of withdrawals that are in the graph.
//
// Parameters:
//   keys: LIST<STRING>
// Returns: key STRING, digest STRING
UNWIND $keys AS key
MATCH (withdrawal:Withdrawal {key: key})
RETURN key, withdrawal.digest AS digest
