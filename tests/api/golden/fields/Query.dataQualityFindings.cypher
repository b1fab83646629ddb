// OFFICER: { dataQualityFindings { nodes { id } } }
RETURN [[COLLECT {
  MATCH (finding1:DataQualityFinding)
  WHERE (EXISTS {
    MATCH (finding1)-[about2:CONCERNS]->(entity2:Person|Household|School|Organisation|Worker|Division)
    WHERE coalesce(entity2.division, entity2.code) STARTS WITH $scope_division })
  WITH *
  ORDER BY finding1.foundAt, finding1.id LIMIT $limit_1
  RETURN [['', toString(finding1.foundAt), finding1.id], [finding1.id]] }, $limit_1]] AS answer

// OFFICER: { dataQualityFindings(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (finding1:DataQualityFinding)
  WHERE finding1.foundAt <= $known_at AND (EXISTS {
    MATCH (finding1)-[about2:CONCERNS]->(entity2:Person|Household|School|Organisation|Worker|Division)
    WITH *, CASE
    WHEN coalesce(entity2.recordedAt, entity2.withdrawnAt, $known_at) <= $known_at THEN entity2
    ELSE head(COLLECT {
      MATCH (entity2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS entity2Known
    WHERE true AND coalesce(entity2Known.division, entity2Known.code) STARTS WITH $scope_division })
  WITH *
  ORDER BY finding1.foundAt, finding1.id LIMIT $limit_1
  RETURN [['', toString(finding1.foundAt), finding1.id], [finding1.id]] }, $limit_1]] AS answer
