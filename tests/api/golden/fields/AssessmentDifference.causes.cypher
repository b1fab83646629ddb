// OFFICER: { assessmentDiffs(from: "2026-10-01", to: "2026-11-01") { nodes { causes { id fact } } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, [[COLLECT {
    UNWIND of0.assessmentDiffs AS difference1
    MATCH (child1:Person {id: difference1.childId})
    WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
      MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.division STARTS WITH $scope_division
    WITH *
    ORDER BY difference1.day, difference1.key LIMIT $limit_4
    RETURN [['', toString(difference1.day), difference1.key], [COLLECT {
      UNWIND difference1.causes AS record2
      MATCH (holder2:Person|Organisation {id: record2.of})
      WHERE CASE
      WHEN holder2:Person THEN (holder2.division STARTS WITH $scope_division OR holder2.id IN $lent OR EXISTS {
        MATCH (holder2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (holder2.division IS NULL OR startNode(ever3) = holder2) })
      WHEN holder2:Organisation THEN true END
      RETURN [record2.id, record2.fact] AS row
      ORDER BY record2.fact, record2.id }, difference1.childId]] }, $limit_4]]] } AS answer

// OFFICER: { assessmentDiffs(from: "2026-10-01", to: "2026-11-01", knownAt: "2026-06-01T00:00:00Z") { nodes { causes { id fact } } } }
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
    RETURN [['', toString(difference1.day), difference1.key], [COLLECT {
      UNWIND difference1.causes AS record2
      MATCH (holder2:Person|Organisation {id: record2.of})
      WITH *, CASE
      WHEN coalesce(holder2.recordedAt, holder2.withdrawnAt, $known_at) <= $known_at THEN holder2
      ELSE head(COLLECT {
        MATCH (holder2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS holder2Known
      WHERE holder2Known IS NOT NULL AND CASE
      WHEN holder2:Person THEN (holder2Known.division STARTS WITH $scope_division OR holder2Known.id IN $lent OR EXISTS {
        MATCH (holder2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
        WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
        WITH *, CASE
        WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
        ELSE head(COLLECT {
          MATCH (near3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near3Known
        WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (holder2Known.division IS NULL OR startNode(ever3) = holder2) })
      WHEN holder2:Organisation THEN true END
      RETURN [record2.id, record2.fact] AS row
      ORDER BY record2.fact, record2.id }, difference1.childId]] }, $limit_4]]] } AS answer
