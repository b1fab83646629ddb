// INSTITUTION_STAFF: { children { nodes { id } } }
RETURN [[COLLECT {
  MATCH (own1:Organisation {id: $scope_organisation})<-[placement1:PLACED_WITH]-(child1:Person)
  WHERE placement1.from <= $as_of AND $as_of < placement1.to AND (own1.id = $scope_organisation) AND (EXISTS {
    MATCH (child1)-[placement2:PLACED_WITH]->(place2:Organisation)
    WHERE placement2.from <= $as_of AND $as_of < placement2.to AND place2.id = $scope_organisation }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  WITH DISTINCT child1
  WITH *
  ORDER BY coalesce(child1.division, ''), child1.birthDate, child1.id LIMIT $limit_1
  RETURN [['', coalesce(child1.division, ''), toString(child1.birthDate), child1.id], [child1.id]] }, $limit_1]] AS answer

// INSTITUTION_STAFF: { children(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (own1:Organisation {id: $scope_organisation})<-[placement1:PLACED_WITH|FORMER_PLACED_WITH]-(child1:Person)
  WHERE placement1.from <= $as_of AND $as_of < placement1.to AND placement1.recordedAt <= $known_at AND (placement1.retractedAt IS NULL OR $known_at < placement1.retractedAt)
  WITH *, CASE
  WHEN coalesce(own1.recordedAt, own1.withdrawnAt, $known_at) <= $known_at THEN own1
  ELSE head(COLLECT {
    MATCH (own1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS own1Known, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE own1Known IS NOT NULL AND child1Known IS NOT NULL AND (own1Known.id = $scope_organisation) AND (EXISTS {
    MATCH (child1)-[placement2:PLACED_WITH|FORMER_PLACED_WITH]->(place2:Organisation)
    WHERE placement2.from <= $as_of AND $as_of < placement2.to AND placement2.recordedAt <= $known_at AND (placement2.retractedAt IS NULL OR $known_at < placement2.retractedAt)
    WITH *, CASE
    WHEN coalesce(place2.recordedAt, place2.withdrawnAt, $known_at) <= $known_at THEN place2
    ELSE head(COLLECT {
      MATCH (place2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS place2Known
    WHERE true AND place2Known.id = $scope_organisation }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  WITH DISTINCT child1, child1Known
  WITH *
  ORDER BY coalesce(child1Known.division, ''), child1Known.birthDate, child1Known.id LIMIT $limit_1
  RETURN [['', coalesce(child1Known.division, ''), toString(child1Known.birthDate), child1Known.id], [child1Known.id]] }, $limit_1]] AS answer
