// LIAISON: { child(id: "ID") { dataQualityFindings { id } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (EXISTS {
    MATCH (child1)-[enrolment2:ENROLLED_AT]->(place2:School)
    WHERE enrolment2.from <= $as_of AND $as_of < enrolment2.to AND place2.id = $scope_school }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [COLLECT {
    UNWIND [] AS finding2
    RETURN [finding2.id] AS row }, child1.id] AS row }) AS answer

// LIAISON: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { dataQualityFindings { id } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND (EXISTS {
    MATCH (child1)-[enrolment2:ENROLLED_AT|FORMER_ENROLLED_AT]->(place2:School)
    WHERE enrolment2.from <= $as_of AND $as_of < enrolment2.to AND enrolment2.recordedAt <= $known_at AND (enrolment2.retractedAt IS NULL OR $known_at < enrolment2.retractedAt)
    WITH *, CASE
    WHEN coalesce(place2.recordedAt, place2.withdrawnAt, $known_at) <= $known_at THEN place2
    ELSE head(COLLECT {
      MATCH (place2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS place2Known
    WHERE true AND place2Known.id = $scope_school }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [COLLECT {
    UNWIND [] AS finding2
    RETURN [finding2.id] AS row }, child1Known.id] AS row }) AS answer
