// OFFICER: { children(first: 1) { nodes { candidateGuardians { wards } } } }
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
    UNWIND of0.candidateGuardians AS candidate1
    MATCH (party1:Person|Organisation {id: candidate1.id})
    WHERE CASE
    WHEN party1:Person THEN (party1.division STARTS WITH $scope_division OR party1.id IN $lent OR EXISTS {
      MATCH (party1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (party1.division IS NULL OR startNode(ever2) = party1) })
    WHEN party1:Organisation THEN true END
    RETURN [head(COLLECT {
      MATCH (adult2:Person {id: candidate1.id})
      WHERE (adult2.division STARTS WITH $scope_division OR adult2.id IN $lent OR EXISTS {
        MATCH (adult2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
        WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (adult2.division IS NULL OR startNode(ever3) = adult2) })
      WITH adult2, COLLECT {
        MATCH (adult2)-[role2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(ward2:Person)
        WHERE role2.from <= $as_of AND $as_of < role2.to AND (ward2.division STARTS WITH $scope_division OR ward2.id IN $lent OR EXISTS {
          MATCH (ward2)-[ever3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near3:Person)
          WHERE (near3.division STARTS WITH $scope_division OR near3.id IN $lent) AND (ward2.division IS NULL OR startNode(ever3) = ward2) }) AND (role2.kind IS NULL OR role2.kind <> 'STEP') AND ward2.birthDate > $adult_born_by AND ward2.birthDate <= $as_of AND (ward2.deathDate IS NULL OR ward2.deathDate > $as_of)
        RETURN DISTINCT ward2 } AS wards2
      RETURN size(wards2) }), CASE
    WHEN party1:Person THEN party1.id END] AS row
    ORDER BY candidate1.place }] } AS answer

// OFFICER: { children(first: 1, knownAt: "2026-01-01T00:00:00Z") { nodes { candidateGuardians { wards } } } }
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
    UNWIND of0.candidateGuardians AS candidate1
    MATCH (party1:Person|Organisation {id: candidate1.id})
    WITH *, CASE
    WHEN coalesce(party1.recordedAt, party1.withdrawnAt, $known_at) <= $known_at THEN party1
    ELSE head(COLLECT {
      MATCH (party1)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS party1Known
    WHERE party1Known IS NOT NULL AND CASE
    WHEN party1:Person THEN (party1Known.division STARTS WITH $scope_division OR party1Known.id IN $lent OR EXISTS {
      MATCH (party1)-[ever2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near2:Person)
      WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
      WITH *, CASE
      WHEN coalesce(near2.recordedAt, near2.withdrawnAt, $known_at) <= $known_at THEN near2
      ELSE head(COLLECT {
        MATCH (near2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS near2Known
      WHERE true AND (near2Known.division STARTS WITH $scope_division OR near2Known.id IN $lent) AND (party1Known.division IS NULL OR startNode(ever2) = party1) })
    WHEN party1:Organisation THEN true END
    RETURN [head(COLLECT {
      MATCH (adult2:Person {id: candidate1.id})
      WITH *, CASE
      WHEN coalesce(adult2.recordedAt, adult2.withdrawnAt, $known_at) <= $known_at THEN adult2
      ELSE head(COLLECT {
        MATCH (adult2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS adult2Known
      WHERE adult2Known IS NOT NULL AND (adult2Known.division STARTS WITH $scope_division OR adult2Known.id IN $lent OR EXISTS {
        MATCH (adult2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
        WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
        WITH *, CASE
        WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
        ELSE head(COLLECT {
          MATCH (near3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS near3Known
        WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (adult2Known.division IS NULL OR startNode(ever3) = adult2) })
      WITH adult2, adult2Known, COLLECT {
        MATCH (adult2)-[role2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(ward2:Person)
        WHERE role2.from <= $as_of AND $as_of < role2.to AND role2.recordedAt <= $known_at AND (role2.retractedAt IS NULL OR $known_at < role2.retractedAt)
        WITH *, CASE
        WHEN coalesce(ward2.recordedAt, ward2.withdrawnAt, $known_at) <= $known_at THEN ward2
        ELSE head(COLLECT {
          MATCH (ward2)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS ward2Known
        WHERE ward2Known IS NOT NULL AND (ward2Known.division STARTS WITH $scope_division OR ward2Known.id IN $lent OR EXISTS {
          MATCH (ward2)-[ever3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF|SUPPORTS|FORMER_SUPPORTS]-(near3:Person)
          WHERE ever3.recordedAt <= $known_at AND (ever3.retractedAt IS NULL OR $known_at < ever3.retractedAt)
          WITH *, CASE
          WHEN coalesce(near3.recordedAt, near3.withdrawnAt, $known_at) <= $known_at THEN near3
          ELSE head(COLLECT {
            MATCH (near3)-[:HAD_VERSION]->(version:Version)
            WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
            RETURN version }) END AS near3Known
          WHERE true AND (near3Known.division STARTS WITH $scope_division OR near3Known.id IN $lent) AND (ward2Known.division IS NULL OR startNode(ever3) = ward2) }) AND (role2.kind IS NULL OR role2.kind <> 'STEP') AND ward2Known.birthDate > $adult_born_by AND ward2Known.birthDate <= $as_of AND (ward2Known.deathDate IS NULL OR ward2Known.deathDate > $as_of)
        RETURN DISTINCT ward2 } AS wards2
      RETURN size(wards2) }), CASE
    WHEN party1:Person THEN party1.id END] AS row
    ORDER BY candidate1.place }] } AS answer
