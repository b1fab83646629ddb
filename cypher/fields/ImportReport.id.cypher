// What the report is known by: its run and its file.
//
// Parameters: none
// Returns: STRING
MATCH (run:ImportRun)-[has:HAS_REPORT]->(node)
RETURN run.id + '/' + node.file
