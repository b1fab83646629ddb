// When the newest thing in the graph was recorded: a question about any later moment needs no former versions.
//
// Parameters: none
// Returns: latest ZONED DATETIME, null when nothing was ever imported
MATCH (run:ImportRun)
RETURN max(run.latestRecordedAt) AS latest
