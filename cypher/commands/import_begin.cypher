// Begins an import, or goes on with the one of the same folder that was interrupted.
//
// Parameters:
//   folder: STRING (identity of the folder's content)
//   id: STRING (of the run, if it is a new one)
//   importedAt: ZONED DATETIME (of the run, if it is a new one)
// Returns: id STRING, importedAt ZONED DATETIME, resumed BOOLEAN, reports LIST<NODE> of the files so far
OPTIONAL MATCH (open:ImportRun {folder: $folder})
WHERE open.finishedAt IS NULL
WITH open ORDER BY open.importedAt DESC LIMIT 1
WITH open IS NOT NULL AS resumed, coalesce(open.id, $id) AS id
MERGE (run:ImportRun {id: id})
ON CREATE SET run.folder = $folder, run.importedAt = $importedAt
RETURN run.id AS id, run.importedAt AS importedAt, resumed,
  COLLECT { MATCH (run)-[:HAS_REPORT]->(report:ImportReport) RETURN report } AS reports
