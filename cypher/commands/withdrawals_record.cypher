// Keeps withdrawals: events in the recorded time of what they take back.
//
// Parameters:
//   withdrawals: LIST<MAP> (key, digest, feed, recordId, recordedAt, source, reason)
// Returns: nothing
UNWIND $withdrawals AS properties
MERGE (withdrawal:Withdrawal {key: properties.key})
SET withdrawal = properties
