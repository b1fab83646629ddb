// INSTITUTION_STAFF: { person(id: "ID") { id } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WHERE (EXISTS {
    MATCH (person1)-[placement2:PLACED_WITH]->(place2:Organisation)
    WHERE placement2.from <= $as_of AND $as_of < placement2.to AND place2.id = $scope_organisation })
  RETURN [person1.id] AS row }) AS answer

// INSTITUTION_STAFF: { person(id: "ID", knownAt: "2026-03-01T00:00:00Z") { id } }
RETURN head(COLLECT {
  MATCH (person1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL AND (EXISTS {
    MATCH (person1)-[placement2:PLACED_WITH|FORMER_PLACED_WITH]->(place2:Organisation)
    WHERE placement2.from <= $as_of AND $as_of < placement2.to AND placement2.recordedAt <= $known_at AND (placement2.retractedAt IS NULL OR $known_at < placement2.retractedAt)
    WITH *, CASE
    WHEN coalesce(place2.recordedAt, place2.withdrawnAt, $known_at) <= $known_at THEN place2
    ELSE head(COLLECT {
      MATCH (place2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS place2Known
    WHERE true AND place2Known.id = $scope_organisation })
  RETURN [person1Known.id] AS row }) AS answer
