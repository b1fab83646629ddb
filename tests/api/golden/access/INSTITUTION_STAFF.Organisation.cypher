// INSTITUTION_STAFF: { organisation(id: "ID") { id } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  WHERE (organisation1.id = $scope_organisation)
  RETURN [organisation1.id] AS row }) AS answer

// INSTITUTION_STAFF: { organisation(id: "ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (organisation1:Organisation {id: $id_1})
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL AND (organisation1Known.id = $scope_organisation)
  RETURN [organisation1Known.id] AS row }) AS answer
