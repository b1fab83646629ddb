// OFFICER: { children(first: 1) { nodes { categories { records { id fact } } } } }
RETURN [[COLLECT {
  MATCH (child1:Person)
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of) AND child1.division STARTS WITH $scope_division
  WITH *
  ORDER BY child1.division, child1.birthDate, child1.id LIMIT $limit_1
  RETURN [['', child1.division, toString(child1.birthDate), child1.id], [child1.id]] }, $limit_1]] AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.categories AS item1
    RETURN [COLLECT {
      UNWIND item1.records AS record2
      MATCH (holder2:Person|Household {id: record2.of})
      WHERE CASE
      WHEN holder2:Person THEN (holder2.division STARTS WITH $scope_division OR holder2.id IN $lent OR EXISTS {
        MATCH (holder2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (holder2.division IS NULL OR startNode(ever3) = holder2) })
      WHEN holder2:Household THEN (holder2.division STARTS WITH $scope_division OR EXISTS {
        MATCH (holder2)<-[membership3:MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND child3.id IN $lent }) END
      RETURN [record2.id, record2.fact] AS row
      ORDER BY record2.fact, record2.id }, item1.childId] }] } AS answer

// OFFICER: { children(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { categories { records { id fact } } } } }
RETURN [[COLLECT {
  MATCH (child1:Person)
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
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of) AND child1Known.division STARTS WITH $scope_division
  WITH *
  ORDER BY child1Known.division, child1Known.birthDate, child1Known.id LIMIT $limit_1
  RETURN [['', child1Known.division, toString(child1Known.birthDate), child1Known.id], [child1Known.id]] }, $limit_1]] AS answer
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.categories AS item1
    RETURN [COLLECT {
      UNWIND item1.records AS record2
      MATCH (holder2:Person|Household {id: record2.of})
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
      WHEN holder2:Household THEN (holder2Known.division STARTS WITH $scope_division OR EXISTS {
        MATCH (holder2)<-[membership3:MEMBER_OF|FORMER_MEMBER_OF]-(child3:Person)
        WHERE membership3.from <= $as_of AND $as_of < membership3.to AND membership3.recordedAt <= $known_at AND (membership3.retractedAt IS NULL OR $known_at < membership3.retractedAt)
        WITH *, CASE
        WHEN coalesce(child3.recordedAt, child3.withdrawnAt, $known_at) <= $known_at THEN child3
        ELSE head(COLLECT {
          MATCH (child3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS child3Known
        WHERE true AND child3Known.id IN $lent }) END
      RETURN [record2.id, record2.fact] AS row
      ORDER BY record2.fact, record2.id }, item1.childId] }] } AS answer
