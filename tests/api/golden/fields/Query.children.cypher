// AUDITOR: { children { nodes { id } } }
RETURN [[COLLECT {
  MATCH (child1:Person)
  WHERE child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  WITH *
  ORDER BY coalesce(child1.division, ''), child1.birthDate, child1.id LIMIT $limit_1
  RETURN [['', coalesce(child1.division, ''), toString(child1.birthDate), child1.id], [child1.id]] }, $limit_1]] AS answer

// AUDITOR: { children(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (child1:Person)
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  WITH *
  ORDER BY coalesce(child1Known.division, ''), child1Known.birthDate, child1Known.id LIMIT $limit_1
  RETURN [['', coalesce(child1Known.division, ''), toString(child1Known.birthDate), child1Known.id], [child1Known.id]] }, $limit_1]] AS answer
