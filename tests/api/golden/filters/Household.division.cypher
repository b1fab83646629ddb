// OFFICER: { households(filter: {division: "990101"}) { nodes { id } } }
RETURN [[COLLECT {
  MATCH (household1:Household)
  WHERE (household1.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND child2.id IN $lent }) AND household1.division STARTS WITH $division_1 AND household1.division STARTS WITH $scope_division
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
  WHERE household1Known IS NOT NULL AND (household1Known.division STARTS WITH $scope_division OR EXISTS {
    MATCH (household1)<-[membership2:MEMBER_OF|FORMER_MEMBER_OF]-(child2:Person)
    WHERE membership2.from <= $as_of AND $as_of < membership2.to AND membership2.recordedAt <= $known_at AND (membership2.retractedAt IS NULL OR $known_at < membership2.retractedAt)
    WITH *, CASE
    WHEN coalesce(child2.recordedAt, child2.withdrawnAt, $known_at) <= $known_at THEN child2
    ELSE head(COLLECT {
      MATCH (child2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child2Known
    WHERE true AND child2Known.id IN $lent }) AND household1Known.division STARTS WITH $division_1 AND household1Known.division STARTS WITH $scope_division
  WITH *
  ORDER BY household1Known.division, household1Known.id LIMIT $limit_2
  RETURN [['', household1Known.division, household1Known.id], [household1Known.id]] }, $limit_2]] AS answer
