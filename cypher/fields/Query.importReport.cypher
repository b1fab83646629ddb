// One report by the id of its run and the name of its file.
//
// Parameters:
//   id: STRING (`<run>/<file>`)
// Returns: report
MATCH (run:ImportRun)-[has:HAS_REPORT]->(report:ImportReport)
WHERE run.id = split($id, '/')[0] AND report.file = split($id, '/')[1]
RETURN report
