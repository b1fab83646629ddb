// The findings recorded about some entities, or about everybody, mended or not; those about divisions always.
//
// Parameters:
//   ids: LIST<STRING> (entities)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
// Returns: id STRING, open BOOLEAN, records LIST<STRING>, details LIST<STRING>
CALL () {
  UNWIND $ids AS id
  CALL (id) {
    MATCH (entity:Person {id: id}) RETURN entity
    UNION ALL
    MATCH (entity:Household {id: id}) RETURN entity
    UNION ALL
    MATCH (entity:School {id: id}) RETURN entity
    UNION ALL
    MATCH (entity:Organisation {id: id}) RETURN entity
    UNION ALL
    MATCH (entity:Worker {id: id}) RETURN entity
  }
  MATCH (entity)<-[:CONCERNS]-(finding:DataQualityFinding)
  RETURN finding
  UNION
  MATCH (:Division)<-[:CONCERNS]-(finding:DataQualityFinding)
  RETURN finding
  UNION
  WITH $first_id AS first_id
  WHERE first_id IS NOT NULL
  MATCH (finding:DataQualityFinding)-[:CONCERNS]->(entity)
  WHERE entity.id >= first_id
  RETURN finding
}
RETURN finding.id AS id, finding.resolvedAt IS NULL AS open, finding.records AS records, finding.details AS details
