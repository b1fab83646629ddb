// OFFICER: { detections(filter: {division: "990101", rules: ["ORPHAN"]}, orderBy: {field: SEVERITY}, first: 2) { totalCount nodes { answer } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.detections AS detection1
    MATCH (child1:Person {id: detection1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.division STARTS WITH $scope_division
    WITH *
    WHERE detection1.division STARTS WITH $division_3 AND detection1.ruleId IN $rules_4
    WITH *
    ORDER BY detection1.urgency, detection1.division, detection1.key LIMIT $limit_5
    RETURN [['SEVERITY', detection1.urgency, detection1.division, detection1.key], [detection1.answer, detection1.childId]] }, $limit_5], COUNT {
    UNWIND of0.detections AS detection1
    MATCH (child1:Person {id: detection1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.division STARTS WITH $scope_division
    WITH *
    WHERE detection1.division STARTS WITH $division_1 AND detection1.ruleId IN $rules_2
    RETURN detection1 }]] } AS answer

// OFFICER: { detections(filter: {division: "990101", rules: ["ORPHAN"]}, orderBy: {field: SEVERITY}, first: 2, knownAt: "2026-01-01T00:00:00Z") { totalCount nodes { answer } } }
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
    WHERE child1Known IS NOT NULL AND (child1Known.division STARTS WITH $scope_division OR child1Known.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
      WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
      WITH *, CASE
      WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
      ELSE head(COLLECT {
        MATCH (near2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near2Known
      WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.division STARTS WITH $scope_division
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
    WHERE child1Known IS NOT NULL AND (child1Known.division STARTS WITH $scope_division OR child1Known.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
      WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
      WITH *, CASE
      WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
      ELSE head(COLLECT {
        MATCH (near2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near2Known
      WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.division STARTS WITH $scope_division
    WITH *
    WHERE detection1.division STARTS WITH $division_1 AND detection1.ruleId IN $rules_2
    RETURN detection1 }]] } AS answer
