// When the import began.
//
// Parameters: none
// Returns: ZONED DATETIME
MATCH (run:ImportRun)-[has:HAS_REPORT]->(node)
RETURN run.importedAt + duration('PT0S')
