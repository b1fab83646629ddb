// How many imports have landed whole.
//
// Parameters: none
// Returns: imports INTEGER
MATCH (run:ImportRun)
WHERE run.finishedAt IS NOT NULL
RETURN count(run) AS imports
