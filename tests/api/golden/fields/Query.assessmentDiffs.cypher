// AUDITOR: { assessmentDiffs(from: "2026-10-01", to: "2026-11-01") { totalCount nodes { day kind } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.assessmentDiffs AS difference1
    MATCH (child1:Person {id: difference1.childId})
    WITH *
    ORDER BY difference1.day, difference1.key LIMIT $limit_7
    RETURN [['', toString(difference1.day), difference1.key], [toString(difference1.day), difference1.kind, difference1.childId]] }, $limit_7], COUNT {
    UNWIND of0.assessmentDiffs AS difference1
    MATCH (child1:Person {id: difference1.childId})
    RETURN difference1 }]] } AS answer

// AUDITOR: { assessmentDiffs(from: "2026-10-01", to: "2026-11-01", knownAt: "2026-06-01T00:00:00Z") { totalCount nodes { day kind } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.assessmentDiffs AS difference1
    MATCH (child1:Person {id: difference1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    WITH *
    ORDER BY difference1.day, difference1.key LIMIT $limit_7
    RETURN [['', toString(difference1.day), difference1.key], [toString(difference1.day), difference1.kind, difference1.childId]] }, $limit_7], COUNT {
    UNWIND of0.assessmentDiffs AS difference1
    MATCH (child1:Person {id: difference1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    RETURN difference1 }]] } AS answer
