// The reports of all imports, one for each file.
//
// Parameters: none
// Returns: report
MATCH (run:ImportRun)-[has:HAS_REPORT]->(report:ImportReport)
RETURN report
