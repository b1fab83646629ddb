// INSTITUTION_STAFF: { persons { nodes { id } } }
RETURN [[COLLECT {
  MATCH (own1:Organisation {id: $scope_organisation})<-[placement1:PLACED_WITH]-(person1:Person)
  WHERE placement1.from <= $as_of AND $as_of < placement1.to AND (own1.id = $scope_organisation) AND (EXISTS {
    MATCH (person1)-[placement2:PLACED_WITH]->(place2:Organisation)
    WHERE placement2.from <= $as_of AND $as_of < placement2.to AND place2.id = $scope_organisation })
  WITH DISTINCT person1
  WITH *
  ORDER BY coalesce(person1.division, ''), coalesce(person1.birthDate, date('9999-12-31')), person1.id LIMIT $limit_1
  RETURN [['', coalesce(person1.division, ''), toString(coalesce(person1.birthDate, date('9999-12-31'))), person1.id], [person1.id]] }, $limit_1]] AS answer

// INSTITUTION_STAFF: { persons(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (own1:Organisation {id: $scope_organisation})<-[placement1:PLACED_WITH|FORMER_PLACED_WITH]-(person1:Person)
  WHERE placement1.from <= $as_of AND $as_of < placement1.to AND placement1.recordedAt <= $known_at AND (placement1.retractedAt IS NULL OR $known_at < placement1.retractedAt)
  WITH *, CASE
  WHEN coalesce(own1.recordedAt, own1.withdrawnAt, $known_at) <= $known_at THEN own1
  ELSE head(COLLECT {
    MATCH (own1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS own1Known, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE own1Known IS NOT NULL AND person1Known IS NOT NULL AND (own1Known.id = $scope_organisation) AND (EXISTS {
    MATCH (person1)-[placement2:PLACED_WITH|FORMER_PLACED_WITH]->(place2:Organisation)
    WHERE placement2.from <= $as_of AND $as_of < placement2.to AND placement2.recordedAt <= $known_at AND (placement2.retractedAt IS NULL OR $known_at < placement2.retractedAt)
    WITH *, CASE
    WHEN coalesce(place2.recordedAt, place2.withdrawnAt, $known_at) <= $known_at THEN place2
    ELSE head(COLLECT {
      MATCH (place2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS place2Known
    WHERE true AND place2Known.id = $scope_organisation })
  WITH DISTINCT person1, person1Known
  WITH *
  ORDER BY coalesce(person1Known.division, ''), coalesce(person1Known.birthDate, date('9999-12-31')), person1Known.id LIMIT $limit_1
  RETURN [['', coalesce(person1Known.division, ''), toString(coalesce(person1Known.birthDate, date('9999-12-31'))), person1Known.id], [person1Known.id]] }, $limit_1]] AS answer
