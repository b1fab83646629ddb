// One report by the id of its run and the name of its file.
//
// Parameters:
//   id: STRING
// Returns: report
MATCH (run:ImportRun {id: split($id, '/')[0]})-[has:HAS_REPORT]->(report:ImportReport)
WHERE report.file = split($id, '/')[1]
RETURN report
