// AUDITOR: { child(id: "ID") { name } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [(CASE
  WHEN child1.id IN $lent THEN child1.name
  ELSE left(child1.name, 1) + '某某' END), child1.id] AS row }) AS answer

// AUDITOR: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { name } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [(CASE
  WHEN child1Known.id IN $lent THEN child1Known.name
  ELSE left(child1Known.name, 1) + '某某' END), child1Known.id] AS row }) AS answer
