// The findings recorded about some entities, or about everybody, mended or not; those about divisions always.
//
// Parameters:
//   ids: LIST<STRING> (entities)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
// Returns: id STRING, open BOOLEAN, records LIST<STRING>, details LIST<STRING>
MATCH (finding:DataQualityFinding)-[:CONCERNS]->(entity)
WHERE entity.id IN $ids OR entity.id >= $first_id OR entity:Division
RETURN finding.id AS id, finding.resolvedAt IS NULL AS open, finding.records AS records, finding.details AS details
