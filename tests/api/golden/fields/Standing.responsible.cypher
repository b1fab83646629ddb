// OFFICER: { whatIf(changes: [{kind: DIES, person: "M"}]) { after { responsible { kind state party { ... on Person { name } } records { id } } } } }
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
      RETURN [COLLECT {
        UNWIND standing2.responsible AS entry3
        MATCH (party3:Person|Organisation {id: entry3.id})
        WHERE CASE
        WHEN party3:Person THEN (party3.division STARTS WITH $scope_division OR party3.id IN $lent OR EXISTS {
          MATCH (party3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
          WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (party3.division IS NULL OR startNode(ever4) = party3) })
        WHEN party3:Organisation THEN true END
        RETURN [entry3.kind, entry3.state, CASE
        WHEN party3:Person THEN [0, [party3.name, party3.id]]
        WHEN party3:Organisation THEN [1, []] END, COLLECT {
          UNWIND entry3.records AS item4
          RETURN [item4.id] }] AS row
        ORDER BY CASE entry3.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, party3.id }] AS row }), prospect1.childId] AS row
    ORDER BY prospect1.childId }] } AS answer

// OFFICER: { assessmentDiffs(from: "2026-10-01", to: "2026-11-01", knownAt: "2026-06-01T00:00:00Z") { nodes { after { responsible { state party { ... on Person { name } } } } } } }
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
      RETURN [COLLECT {
        UNWIND standing2.responsible AS entry3
        MATCH (party3:Person|Organisation {id: entry3.id})
        WITH *, CASE
        WHEN coalesce(party3.recordedAt, party3.withdrawnAt, $known_at) <= $known_at THEN party3
        ELSE head(COLLECT {
          MATCH (party3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS party3Known
        WHERE party3Known IS NOT NULL AND CASE
        WHEN party3:Person THEN (party3Known.division STARTS WITH $scope_division OR party3Known.id IN $lent OR EXISTS {
          MATCH (party3)-[ever4:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near4:Person)
          WHERE ever4.recordedAt <= $known_at AND (ever4.retractedAt IS NULL OR $known_at < ever4.retractedAt)
          WITH *, CASE
          WHEN coalesce(near4.recordedAt, near4.withdrawnAt, $known_at) <= $known_at THEN near4
          ELSE head(COLLECT {
            MATCH (near4)-[:HAD_VERSION]->(version:Version)
            WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
            RETURN version }) END AS near4Known
          WHERE true AND (near4Known.division STARTS WITH $scope_division OR near4Known.id IN $lent) AND (party3Known.division IS NULL OR startNode(ever4) = party3) })
        WHEN party3:Organisation THEN true END
        RETURN [entry3.state, CASE
        WHEN party3:Person THEN [0, [party3Known.name, party3Known.id]]
        WHEN party3:Organisation THEN [1, []] END] AS row
        ORDER BY CASE entry3.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, party3Known.id }] AS row }), difference1.childId]] }, $limit_4]]] } AS answer
