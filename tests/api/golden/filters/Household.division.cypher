// OFFICER: { households(filter: {division: "990101"}) { nodes { id } } }
RETURN [[COLLECT {
  MATCH (household1:Household)
  WHERE (household1.division STARTS WITH $scope_division) AND household1.division STARTS WITH $division_1 AND household1.division STARTS WITH $scope_division
  WITH *
  ORDER BY household1.division, household1.id LIMIT $limit_2
  RETURN [['', household1.division, household1.id], [household1.id]] }, $limit_2]] AS answer

// OFFICER: { households(filter: {division: "990101"}, knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (household1:Household)
  WITH *, CASE
  WHEN coalesce(household1.recordedAt, household1.withdrawnAt, $known_at) <= $known_at THEN household1
  ELSE head(COLLECT {
    MATCH (household1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS household1Known
  WHERE household1Known IS NOT NULL AND (household1Known.division STARTS WITH $scope_division) AND household1Known.division STARTS WITH $division_1 AND household1Known.division STARTS WITH $scope_division
  WITH *
  ORDER BY household1Known.division, household1Known.id LIMIT $limit_2
  RETURN [['', household1Known.division, household1Known.id], [household1Known.id]] }, $limit_2]] AS answer
