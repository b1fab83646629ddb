// LIAISON: { persons { nodes { id } } }
RETURN [[COLLECT {
  MATCH (own1:School {id: $scope_school})<-[enrolment1:ENROLLED_AT]-(person1:Person)
  WHERE enrolment1.from <= $as_of AND $as_of < enrolment1.to AND (own1.id = $scope_school) AND (EXISTS {
    MATCH (person1)-[enrolment2:ENROLLED_AT]->(place2:School)
    WHERE enrolment2.from <= $as_of AND $as_of < enrolment2.to AND place2.id = $scope_school })
  WITH DISTINCT person1
  WITH *
  ORDER BY coalesce(person1.division, ''), coalesce(person1.birthDate, date('9999-12-31')), person1.id LIMIT $limit_1
  RETURN [['', coalesce(person1.division, ''), toString(coalesce(person1.birthDate, date('9999-12-31'))), person1.id], [person1.id]] }, $limit_1]] AS answer

// LIAISON: { persons(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (own1:School {id: $scope_school})<-[enrolment1:ENROLLED_AT|FORMER_ENROLLED_AT]-(person1:Person)
  WHERE enrolment1.from <= $as_of AND $as_of < enrolment1.to AND enrolment1.recordedAt <= $known_at AND (enrolment1.retractedAt IS NULL OR $known_at < enrolment1.retractedAt)
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
  WHERE own1Known IS NOT NULL AND person1Known IS NOT NULL AND (own1Known.id = $scope_school) AND (EXISTS {
    MATCH (person1)-[enrolment2:ENROLLED_AT|FORMER_ENROLLED_AT]->(place2:School)
    WHERE enrolment2.from <= $as_of AND $as_of < enrolment2.to AND enrolment2.recordedAt <= $known_at AND (enrolment2.retractedAt IS NULL OR $known_at < enrolment2.retractedAt)
    WITH *, CASE
    WHEN coalesce(place2.recordedAt, place2.withdrawnAt, $known_at) <= $known_at THEN place2
    ELSE head(COLLECT {
      MATCH (place2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS place2Known
    WHERE true AND place2Known.id = $scope_school })
  WITH DISTINCT person1, person1Known
  WITH *
  ORDER BY coalesce(person1Known.division, ''), coalesce(person1Known.birthDate, date('9999-12-31')), person1Known.id LIMIT $limit_1
  RETURN [['', coalesce(person1Known.division, ''), toString(coalesce(person1Known.birthDate, date('9999-12-31'))), person1Known.id], [person1Known.id]] }, $limit_1]] AS answer
