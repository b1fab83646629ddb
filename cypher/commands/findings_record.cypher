// Records findings: new ones, ones that hold again, and ones whose records have changed.
//
// Parameters:
//   findings: LIST<MAP> (id, code, label, entity, records, details)
//   at: ZONED DATETIME
// Returns: recorded INTEGER
UNWIND $findings AS found
CALL (found) {
  WITH found WHERE found.label = 'Person' MATCH (entity:Person {id: found.entity}) RETURN entity
  UNION
  WITH found WHERE found.label = 'Household' MATCH (entity:Household {id: found.entity}) RETURN entity
  UNION
  WITH found WHERE found.label = 'School' MATCH (entity:School {id: found.entity}) RETURN entity
  UNION
  WITH found WHERE found.label = 'Organisation' MATCH (entity:Organisation {id: found.entity}) RETURN entity
  UNION
  WITH found WHERE found.label = 'Worker' MATCH (entity:Worker {id: found.entity}) RETURN entity
  UNION
  WITH found WHERE found.label = 'Division' MATCH (entity:Division {code: found.entity}) RETURN entity
}
MERGE (finding:DataQualityFinding {id: found.id})
SET finding.code = found.code, finding.records = found.records, finding.details = found.details,
  finding.foundAt = CASE WHEN finding.foundAt IS NULL OR finding.resolvedAt IS NOT NULL THEN $at ELSE finding.foundAt END,
  finding.resolvedAt = null
MERGE (finding)-[:CONCERNS]->(entity)
RETURN count(finding) AS recorded
