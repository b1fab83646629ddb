// INSTITUTION_STAFF: { viewer { organisation { id } } }
RETURN [head(COLLECT {
  MATCH (organisation1:Organisation {id: $scope_organisation})
  WHERE (organisation1.id = $scope_organisation)
  RETURN [organisation1.id] AS row })] AS answer

// INSTITUTION_STAFF: { viewer(knownAt: "2026-03-01T00:00:00Z") { organisation { id } } }
RETURN [head(COLLECT {
  MATCH (organisation1:Organisation {id: $scope_organisation})
  WITH *, CASE
  WHEN coalesce(organisation1.recordedAt, organisation1.withdrawnAt, $known_at) <= $known_at THEN organisation1
  ELSE head(COLLECT {
    MATCH (organisation1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS organisation1Known
  WHERE organisation1Known IS NOT NULL AND (organisation1Known.id = $scope_organisation)
  RETURN [organisation1Known.id] AS row })] AS answer
