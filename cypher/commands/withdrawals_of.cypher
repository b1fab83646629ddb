// Withdrawals of records of one feed.
//
// Parameters:
//   feed: STRING
//   records: LIST<STRING>
// Returns: record STRING, recordedAt LIST<ZONED DATETIME>
UNWIND $records AS record
MATCH (withdrawal:Withdrawal {recordId: record})
WHERE withdrawal.feed = $feed
RETURN record, collect(withdrawal.recordedAt) AS recordedAt
