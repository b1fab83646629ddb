// OFFICER: { division(code: "990101000000") { children { nodes { id } } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  RETURN [[[COLLECT {
    MATCH (child2:Person)
    WHERE (child2.division STARTS WITH $scope_division OR child2.id IN $lent OR EXISTS {
      MATCH (child2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
      WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (child2.division IS NULL OR startNode(ever3) = child2) }) AND child2.birthDate > $adult_born_by AND child2.birthDate <= $as_of AND (child2.deathDate IS NULL OR child2.deathDate > $as_of) AND child2.division STARTS WITH (CASE
    WHEN division1.code ENDS WITH '0000000000' THEN left(division1.code, 2)
    WHEN division1.code ENDS WITH '00000000' THEN left(division1.code, 4)
    WHEN division1.code ENDS WITH '000000' THEN left(division1.code, 6)
    WHEN division1.code ENDS WITH '000' THEN left(division1.code, 9)
    ELSE division1.code END)
    WITH *
    ORDER BY child2.division, child2.birthDate, child2.id LIMIT $limit_2
    RETURN [['', child2.division, toString(child2.birthDate), child2.id], [child2.id]] }, $limit_2]]] AS row }) AS answer

// OFFICER: { division(code: "990101000000", knownAt: "2026-03-01T00:00:00Z") { children { nodes { id } } } }
RETURN head(COLLECT {
  MATCH (division1:Division {code: $code_1})
  WITH *, CASE
  WHEN coalesce(division1.recordedAt, division1.withdrawnAt, $known_at) <= $known_at THEN division1
  ELSE head(COLLECT {
    MATCH (division1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS division1Known
  WHERE division1Known IS NOT NULL
  RETURN [[[COLLECT {
    MATCH (child2:Person)
    WITH *, CASE
    WHEN coalesce(child2.recordedAt, child2.withdrawnAt, $known_at) <= $known_at THEN child2
    ELSE head(COLLECT {
      MATCH (child2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS child2Known
    WHERE child2Known IS NOT NULL AND (child2Known.division STARTS WITH $scope_division OR child2Known.id IN $lent OR EXISTS {
      MATCH (child2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
      WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
      WITH *, CASE
      WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
      ELSE head(COLLECT {
        MATCH (near3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near3Known
      WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (child2Known.division IS NULL OR startNode(ever3) = child2) }) AND child2Known.birthDate > $adult_born_by AND child2Known.birthDate <= $as_of AND (child2Known.deathDate IS NULL OR child2Known.deathDate > $as_of) AND child2Known.division STARTS WITH (CASE
    WHEN division1Known.code ENDS WITH '0000000000' THEN left(division1Known.code, 2)
    WHEN division1Known.code ENDS WITH '00000000' THEN left(division1Known.code, 4)
    WHEN division1Known.code ENDS WITH '000000' THEN left(division1Known.code, 6)
    WHEN division1Known.code ENDS WITH '000' THEN left(division1Known.code, 9)
    ELSE division1Known.code END)
    WITH *
    ORDER BY child2Known.division, child2Known.birthDate, child2Known.id LIMIT $limit_2
    RETURN [['', child2Known.division, toString(child2Known.birthDate), child2Known.id], [child2Known.id]] }, $limit_2]]] AS row }) AS answer
