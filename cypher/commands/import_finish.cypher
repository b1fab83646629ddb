// Ends an import.
//
// Parameters:
//   run: STRING
//   summary: MAP (what it came to)
// Returns: nothing
MATCH (run:ImportRun {id: $run})
SET run += $summary, run.finishedAt = datetime()
