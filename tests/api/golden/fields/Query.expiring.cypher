// AUDITOR: { expiring(within: 30) { totalCount nodes { day grade } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.expiring AS ending1
    MATCH (child1:Person {id: ending1.childId})
    WITH *
    ORDER BY ending1.day, ending1.key LIMIT $limit_5
    RETURN [['', toString(ending1.day), ending1.key], [toString(ending1.day), ending1.grade, ending1.childId]] }, $limit_5], COUNT {
    UNWIND of0.expiring AS ending1
    MATCH (child1:Person {id: ending1.childId})
    RETURN ending1 }]] } AS answer

// AUDITOR: { expiring(within: 30, knownAt: "2026-01-01T00:00:00Z") { totalCount nodes { day grade } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.expiring AS ending1
    MATCH (child1:Person {id: ending1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    WITH *
    ORDER BY ending1.day, ending1.key LIMIT $limit_5
    RETURN [['', toString(ending1.day), ending1.key], [toString(ending1.day), ending1.grade, ending1.childId]] }, $limit_5], COUNT {
    UNWIND of0.expiring AS ending1
    MATCH (child1:Person {id: ending1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    RETURN ending1 }]] } AS answer
