// AUDITOR: { detections(filter: {division: "990101", rules: ["ORPHAN"]}, orderBy: {field: SEVERITY}, first: 2) { totalCount nodes { answer } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.detections AS detection1
    MATCH (child1:Person {id: detection1.childId})
    WITH *
    WHERE detection1.division STARTS WITH $division_3 AND detection1.ruleId IN $rules_4
    WITH *
    ORDER BY detection1.urgency, detection1.division, detection1.key LIMIT $limit_5
    RETURN [['SEVERITY', detection1.urgency, detection1.division, detection1.key], [detection1.answer, detection1.childId]] }, $limit_5], COUNT {
    UNWIND of0.detections AS detection1
    MATCH (child1:Person {id: detection1.childId})
    WITH *
    WHERE detection1.division STARTS WITH $division_1 AND detection1.ruleId IN $rules_2
    RETURN detection1 }]] } AS answer

// AUDITOR: { detections(filter: {division: "990101", rules: ["ORPHAN"]}, orderBy: {field: SEVERITY}, first: 2, knownAt: "2026-01-01T00:00:00Z") { totalCount nodes { answer } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.detections AS detection1
    MATCH (child1:Person {id: detection1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    WITH *
    WHERE detection1.division STARTS WITH $division_3 AND detection1.ruleId IN $rules_4
    WITH *
    ORDER BY detection1.urgency, detection1.division, detection1.key LIMIT $limit_5
    RETURN [['SEVERITY', detection1.urgency, detection1.division, detection1.key], [detection1.answer, detection1.childId]] }, $limit_5], COUNT {
    UNWIND of0.detections AS detection1
    MATCH (child1:Person {id: detection1.childId})
    WITH *, CASE
    WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
    ELSE head(COLLECT {
      MATCH (child1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child1Known
    WHERE child1Known IS NOT NULL
    WITH *
    WHERE detection1.division STARTS WITH $division_1 AND detection1.ruleId IN $rules_2
    RETURN detection1 }]] } AS answer
