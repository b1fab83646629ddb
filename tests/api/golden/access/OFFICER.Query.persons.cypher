// OFFICER: { persons { nodes { id } } }
RETURN [[COLLECT {
  MATCH (person1:Person)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) }) AND person1.division STARTS WITH $scope_division AND person1.birthDate IS NOT NULL
  WITH *
  ORDER BY person1.division, person1.birthDate, person1.id LIMIT $limit_1
  RETURN [['', person1.division, toString(person1.birthDate), person1.id], [person1.id]] }, $limit_1]] AS answer

// OFFICER: { persons(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (person1:Person)
  WITH *, CASE
  WHEN coalesce(person1.recordedAt, person1.withdrawnAt, $known_at) <= $known_at THEN person1
  ELSE head(COLLECT {
    MATCH (person1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS person1Known
  WHERE person1Known IS NOT NULL AND (person1Known.division STARTS WITH $scope_division OR person1Known.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
    WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
    WITH *, CASE
    WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
    ELSE head(COLLECT {
      MATCH (near2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS near2Known
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (person1Known.division IS NULL OR startNode(ever2) = person1) }) AND person1Known.division STARTS WITH $scope_division AND person1Known.birthDate IS NOT NULL
  WITH *
  ORDER BY person1Known.division, person1Known.birthDate, person1Known.id LIMIT $limit_1
  RETURN [['', person1Known.division, toString(person1Known.birthDate), person1Known.id], [person1Known.id]] }, $limit_1]] AS answer
