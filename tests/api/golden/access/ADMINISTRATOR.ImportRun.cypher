// ADMINISTRATOR: { importReports { nodes { id } } }
RETURN [[COLLECT {
  MATCH (run1:ImportRun)-[has1:HAS_REPORT]->(report1:ImportReport)
  WITH DISTINCT report1
  WITH *
  ORDER BY head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    RETURN run2.importedAt + duration('PT0S') }), head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    RETURN run2.id + '/' + report1.file }) LIMIT $limit_1
  RETURN [['', toString(head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    RETURN run2.importedAt + duration('PT0S') })), head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    RETURN run2.id + '/' + report1.file })], [head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    RETURN run2.id + '/' + report1.file })]] }, $limit_1]] AS answer

// ADMINISTRATOR: { importReports(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (run1:ImportRun)-[has1:HAS_REPORT]->(report1:ImportReport)
  WHERE run1.importedAt <= $known_at
  WITH DISTINCT report1
  WITH *
  ORDER BY head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    WHERE run2.importedAt <= $known_at
    RETURN run2.importedAt + duration('PT0S') }), head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    WHERE run2.importedAt <= $known_at
    RETURN run2.id + '/' + report1.file }) LIMIT $limit_1
  RETURN [['', toString(head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    WHERE run2.importedAt <= $known_at
    RETURN run2.importedAt + duration('PT0S') })), head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    WHERE run2.importedAt <= $known_at
    RETURN run2.id + '/' + report1.file })], [head(COLLECT {
    MATCH (run2:ImportRun)-[has2:HAS_REPORT]->(report1)
    WHERE run2.importedAt <= $known_at
    RETURN run2.id + '/' + report1.file })]] }, $limit_1]] AS answer
