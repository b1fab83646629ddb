// OFFICER: { whatIf(changes: [{kind: DIES, person: "M"}]) { after { grade } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.whatIf AS prospect1
    MATCH (child1:Person {id: prospect1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) })
    RETURN [head(COLLECT {
      UNWIND [prospect1.after] AS standing2
      WITH standing2
      WHERE standing2 IS NOT NULL
      RETURN [standing2.grade] AS row }), prospect1.childId] AS row
    ORDER BY prospect1.childId }] } AS answer

// OFFICER: { assessmentDiffs(from: "2026-10-01", to: "2026-11-01", knownAt: "2026-06-01T00:00:00Z") { nodes { after { grade } } } }
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
    ORDER BY difference1.day, difference1.key LIMIT $limit_4
    RETURN [['', toString(difference1.day), difference1.key], [head(COLLECT {
      UNWIND [difference1.after] AS standing2
      WITH standing2
      WHERE standing2 IS NOT NULL
      RETURN [standing2.grade] AS row }), difference1.childId]] }, $limit_4]]] } AS answer
