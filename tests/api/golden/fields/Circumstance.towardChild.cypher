// OFFICER: { child(id: "ID") { circumstances { towardChild { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [COLLECT {
    MATCH (child1)-[fact2:IN_CIRCUMSTANCE]->(kind2:CircumstanceKind)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to
    RETURN [head(COLLECT {
      MATCH (child3:Person {id: fact2.towardChildId})
      WHERE (child3.division STARTS WITH $scope_division OR child3.id IN $lent OR EXISTS {
        MATCH (child3)-[ever4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near4:Person)
        WHERE (near4.division STARTS WITH $scope_division OR near4.id IN $lent) AND (child3.division IS NULL OR startNode(ever4) = child3) })
      RETURN [child3.id] AS row })] AS row
    ORDER BY fact2.from, fact2.key }, child1.id] AS row }) AS answer

// OFFICER: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { circumstances { towardChild { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
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
    WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (child1Known.division IS NULL OR startNode(ever2) = child1) }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [COLLECT {
    MATCH (child1)-[fact2:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind2:CircumstanceKind)
    WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt)
    RETURN [head(COLLECT {
      MATCH (child3:Person {id: fact2.towardChildId})
      WITH *, CASE
      WHEN coalesce(child3.recordedAt, child3.withdrawnAt, $known_at) <= $known_at THEN child3
      ELSE head(COLLECT {
        MATCH (child3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS child3Known
      WHERE child3Known IS NOT NULL AND (child3Known.division STARTS WITH $scope_division OR child3Known.id IN $lent OR EXISTS {
        MATCH (child3)-[ever4:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near4:Person)
        WHERE ever4.recordedAt <= $known_at AND (ever4.retractedAt IS NULL OR $known_at < ever4.retractedAt)
        WITH *, CASE
        WHEN coalesce(near4.recordedAt, near4.withdrawnAt, $known_at) <= $known_at THEN near4
        ELSE head(COLLECT {
          MATCH (near4)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near4Known
        WHERE true AND (near4Known.division STARTS WITH $scope_division OR near4Known.id IN $lent) AND (child3Known.division IS NULL OR startNode(ever4) = child3) })
      RETURN [child3Known.id] AS row })] AS row
    ORDER BY fact2.from, fact2.key }, child1Known.id] AS row }) AS answer
