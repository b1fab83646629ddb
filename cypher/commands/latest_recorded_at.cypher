// When the newest thing in the graph was recorded, by an import or by somebody: a question about any later moment needs no
// former versions.
//
// Parameters: none
// Returns: latest ZONED DATETIME, null when nothing was ever recorded
CALL () {
  MATCH (run:ImportRun)
  RETURN max(run.latestRecordedAt) AS latest
  UNION ALL
  MATCH (command:Command)
  WHERE command.recordedAt IS NOT NULL
  RETURN command.recordedAt AS latest ORDER BY latest DESC LIMIT 1
}
RETURN max(latest) AS latest
