// How far the import of the files of a run has come.
//
// Parameters:
//   run: STRING
// Returns: report NODE
MATCH (:ImportRun {id: $run})-[:HAS_REPORT]->(report:ImportReport)
RETURN report
