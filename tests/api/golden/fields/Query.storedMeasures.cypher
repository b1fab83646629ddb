// AUDITOR: { storedMeasures(division: "9901", asOf: "2026-11-01") { nodes { person { id } measuredAt measures { size } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.storedMeasures AS stored1
    MATCH (child1:Person {id: stored1.childId})
    WITH *
    ORDER BY stored1.key LIMIT $limit_2
    RETURN [['', stored1.key], [head(COLLECT {
      MATCH (person2:Person {id: stored1.childId})
      RETURN [person2.id] AS row }), toString(stored1.measuredAt), [stored1.measures.size], stored1.childId]] }, $limit_2]]] } AS answer

// AUDITOR: { storedMeasures(knownAt: "2026-03-01T00:00:00Z") { totalCount } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [null, COUNT {
    UNWIND of0.storedMeasures AS stored1
    MATCH (child1:Person {id: stored1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    RETURN stored1 }]] } AS answer
