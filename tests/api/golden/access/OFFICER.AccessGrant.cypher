// OFFICER: { accessGrants { nodes { id } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WHERE child2.division STARTS WITH $own_division }))
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [grant1.id, grant1.childId]] }, $limit_1]] AS answer

// OFFICER: { accessGrants(knownAt: "2026-03-01T00:00:00Z") { nodes { id } } }
RETURN [[COLLECT {
  MATCH (grant1:AccessGrant)
  WHERE grant1.askedAt <= $known_at AND (grant1.subject = $subject OR ($supervises AND EXISTS {
    MATCH (child2:Person {id: grant1.childId})
    WITH *, CASE
    WHEN coalesce(child2.recordedAt, child2.withdrawnAt, $known_at) <= $known_at THEN child2
    ELSE head(COLLECT {
      MATCH (child2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child2Known
    WHERE true AND child2Known.division STARTS WITH $own_division }))
  WITH *
  ORDER BY grant1.askedAt, grant1.id LIMIT $limit_1
  RETURN [['', toString(grant1.askedAt), grant1.id], [grant1.id, grant1.childId]] }, $limit_1]] AS answer
