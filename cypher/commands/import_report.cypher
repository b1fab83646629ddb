// Keeps how far the import of a file has come; part of every batch's transaction, so that both land or neither.
//
// Parameters:
//   run: STRING
//   file: STRING
//   report: MAP (counts and the number of rows done)
//   latest: ZONED DATETIME (when the newest thing in the batch was recorded; null if nothing was)
// Returns: nothing
MATCH (run:ImportRun {id: $run})
SET run.latestRecordedAt = CASE
    WHEN $latest > coalesce(run.latestRecordedAt, $latest - duration('PT1S')) THEN $latest
    ELSE run.latestRecordedAt
  END
MERGE (run)-[:HAS_REPORT]->(report:ImportReport {file: $file})
SET report += $report
WITH run
MATCH (lock:ImportLock {id: 'import'})
SET lock.heardOf = datetime()
