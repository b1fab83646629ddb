// OFFICER: { child(id: "ID") { grade } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [head(COLLECT {
    WITH child1, CASE
    WHEN child1.birthDate <= $self_supporting_born_by AND size(COLLECT {
      MATCH (child1)-[own3:IN_CIRCUMSTANCE]->(kind3:CircumstanceKind)
      WHERE own3.from <= $as_of AND $as_of < own3.to AND own3.kind = 'SELF_SUPPORTING' AND child1.birthDate <= $self_supporting_born_by
      WITH {id: own3.key, fact: type(own3), source: own3.source, recordedAt: own3.recordedAt, startKnown: own3.from > date('0001-01-01')} AS record3
      RETURN record3 AS row
      ORDER BY record3.id }) > 0 THEN 'NOT_REQUIRED'
    WHEN EXISTS {
      MATCH (guardian2:Person)-[role2:PARENT_OF|GUARDIAN_OF]->(child1)
      WHERE role2.from <= $as_of AND $as_of < role2.to AND (role2.kind IS NULL OR role2.kind <> 'STEP') AND guardian2.birthDate <= $adult_born_by AND (guardian2.deathDate IS NULL OR guardian2.deathDate > $as_of) AND NOT EXISTS {
        MATCH (guardian2)-[fact2:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end2)
        WHERE fact2.from <= $as_of AND $as_of < fact2.to } } THEN 'EFFECTIVE' END AS plain2
    WITH *, CASE
    WHEN plain2 IS NULL THEN {selfSupporting: [], responsible: [entry2 IN COLLECT {
        MATCH (adult3:Person|Organisation)-[role3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child1)
        WHERE role3.from <= $as_of AND $as_of < role3.to AND ( role3.kind IS NULL OR role3.kind <> 'STEP' )
        WITH child1, adult3, type(role3) AS roleType3, type(role3) = 'ENTRUSTED_CARER_OF' AS carer3, collect(role3) AS roles3
        WITH *, head(COLLECT {
          WITH *, COLLECT {
            MATCH (adult3)-[fact4:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end4)
            WHERE fact4.from <= $as_of AND $as_of < fact4.to AND ( type(fact4) <> 'GUARDIANSHIP_REVOKED_FOR' OR end4 = child1 )
            RETURN [CASE type(fact4)
            WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact4.kind]
            WHEN $toward_row THEN CASE
            WHEN fact4.towardChildId IS NULL OR fact4.towardChildId = child1.id THEN $toward_row END
            WHEN $carer_row THEN CASE
            WHEN carer3 THEN $carer_row END
            ELSE $row_of_circumstance[fact4.kind] END
            WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN 3
            WHEN 'HAS_DISABILITY' THEN CASE
            WHEN fact4.grade <= $severe_grade OR fact4.type IN $severe_types THEN 8
            WHEN fact4.type = 7 THEN 99 END
            WHEN 'ABSENT_IN' THEN CASE
            WHEN coalesce(left(fact4.destinationDivision, 6) <> left(coalesce(child1.residenceDivision, child1.registrationDivision), 6), true) AND NOT EXISTS {
              MATCH (adult3)-[theirs4:MEMBER_OF]->(home4:Household)<-[its4:MEMBER_OF]-(child1)
              WHERE theirs4.from <= $as_of AND $as_of < theirs4.to AND its4.from <= $as_of AND $as_of < its4.to } THEN 11 END END, fact4] AS pair4 } AS facts4
          WITH *, CASE
          WHEN adult3:Organisation THEN CASE
          WHEN adult3.to <= $as_of OR adult3.from > $as_of THEN 0
          ELSE 12 END
          WHEN adult3.aliveUntil <= $as_of THEN 1
          WHEN adult3.birthDate > $adult_born_by AND NOT EXISTS {
            MATCH (adult3)-[own4:IN_CIRCUMSTANCE]->(kind4:CircumstanceKind)
            WHERE own4.from <= $as_of AND $as_of < own4.to AND own4.kind = 'SELF_SUPPORTING' } THEN 4
          ELSE 12 END AS ownRow4
          WITH *, reduce(least = ownRow4, pair4 IN facts4 | CASE
          WHEN pair4[0] < least THEN pair4[0]
          ELSE least END) AS deciding4
          RETURN {row: deciding4, hides: any(pair4 IN facts4
            WHERE coalesce(pair4[0] = 99, false)), facts: [pair4 IN facts4 | pair4[1]], records: CASE
            WHEN deciding4 IN [0, 1, 4] THEN [{id: coalesce(adult3.recordId, adult3.id), fact: head(labels(adult3)), source: adult3.source, recordedAt: adult3.recordedAt, startKnown: true}]
            ELSE [pair4 IN facts4
            WHERE pair4[0] = deciding4 | {id: pair4[1].key, fact: type(pair4[1]), source: pair4[1].source, recordedAt: pair4[1].recordedAt, startKnown: pair4[1].from > date('0001-01-01')}] END} }) AS ability3, [each3 IN roles3 | {id: each3.key, fact: type(each3), source: each3.source, recordedAt: each3.recordedAt}] AS roleRecords3
        WITH { party: adult3, kind: CASE roleType3
          WHEN 'PARENT_OF' THEN 'PARENT'
          WHEN 'GUARDIAN_OF' THEN 'GUARDIAN'
          ELSE 'CARER' END, row: ability3.row, state: $state_of_row[ability3.row], roles: roleRecords3, deciding: ability3.records, records: CASE
          WHEN size(ability3.records) > 0 THEN ability3.records
          ELSE roleRecords3 END, hides: ability3.hides } AS entry3
        RETURN entry3 AS row
        ORDER BY CASE entry3.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, entry3.party.id } | {kind: entry2.kind, state: entry2.state}]} END AS assessment2
    RETURN coalesce(plain2, (CASE
    WHEN size(assessment2.selfSupporting) > 0 THEN 'NOT_REQUIRED'
    WHEN none(entry3 IN assessment2.responsible
    WHERE entry3.kind <> 'CARER') THEN 'UNKNOWN'
    WHEN any(entry3 IN assessment2.responsible
    WHERE entry3.kind <> 'CARER' AND entry3.state = 'ABLE') THEN 'EFFECTIVE'
    WHEN none(entry3 IN assessment2.responsible
    WHERE entry3.kind <> 'CARER' AND entry3.state = 'AWAY') THEN 'NONE'
    WHEN any(entry3 IN assessment2.responsible
    WHERE entry3.kind = 'CARER' AND entry3.state = 'ABLE') THEN 'ENTRUSTED'
    ELSE 'ABSENT' END)) }), child1.id] AS row }) AS answer

// OFFICER: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { grade } }
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
  RETURN [head(COLLECT {
    WITH child1, child1Known, CASE
    WHEN child1Known.birthDate <= $self_supporting_born_by AND size(COLLECT {
      MATCH (child1)-[own3:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind3:CircumstanceKind)
      WHERE own3.from <= $as_of AND $as_of < own3.to AND own3.recordedAt <= $known_at AND (own3.retractedAt IS NULL OR $known_at < own3.retractedAt) AND own3.kind = 'SELF_SUPPORTING' AND child1Known.birthDate <= $self_supporting_born_by
      WITH {id: own3.key, fact: replace(type(own3), 'FORMER_', ''), source: own3.source, recordedAt: own3.recordedAt, startKnown: own3.from > date('0001-01-01')} AS record3
      RETURN record3 AS row
      ORDER BY record3.id }) > 0 THEN 'NOT_REQUIRED'
    WHEN EXISTS {
      MATCH (guardian2:Person)-[role2:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF]->(child1)
      WHERE role2.from <= $as_of AND $as_of < role2.to AND role2.recordedAt <= $known_at AND (role2.retractedAt IS NULL OR $known_at < role2.retractedAt)
      WITH *, CASE
      WHEN coalesce(guardian2.recordedAt, guardian2.withdrawnAt, $known_at) <= $known_at THEN guardian2
      ELSE head(COLLECT {
        MATCH (guardian2)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS guardian2Known
      WHERE true AND (role2.kind IS NULL OR role2.kind <> 'STEP') AND guardian2Known.birthDate <= $adult_born_by AND (guardian2Known.deathDate IS NULL OR guardian2Known.deathDate > $as_of) AND NOT EXISTS {
        MATCH (guardian2)-[fact2:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->(end2)
        WHERE fact2.from <= $as_of AND $as_of < fact2.to AND fact2.recordedAt <= $known_at AND (fact2.retractedAt IS NULL OR $known_at < fact2.retractedAt) } } THEN 'EFFECTIVE' END AS plain2
    WITH *, CASE
    WHEN plain2 IS NULL THEN {selfSupporting: [], responsible: [entry2 IN COLLECT {
        MATCH (adult3:Person|Organisation)-[role3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(child1)
        WHERE role3.from <= $as_of AND $as_of < role3.to AND role3.recordedAt <= $known_at AND (role3.retractedAt IS NULL OR $known_at < role3.retractedAt)
        WITH *, CASE
        WHEN coalesce(adult3.recordedAt, adult3.withdrawnAt, $known_at) <= $known_at THEN adult3
        ELSE head(COLLECT {
          MATCH (adult3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS adult3Known
        WHERE true AND ( role3.kind IS NULL OR role3.kind <> 'STEP' )
        WITH child1, child1Known, adult3, adult3Known, replace(type(role3), 'FORMER_', '') AS roleType3, replace(type(role3), 'FORMER_', '') = 'ENTRUSTED_CARER_OF' AS carer3, collect(role3) AS roles3
        WITH *, head(COLLECT {
          WITH *, COLLECT {
            MATCH (adult3)-[fact4:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->(end4)
            WHERE fact4.from <= $as_of AND $as_of < fact4.to AND fact4.recordedAt <= $known_at AND (fact4.retractedAt IS NULL OR $known_at < fact4.retractedAt) AND ( replace(type(fact4), 'FORMER_', '') <> 'GUARDIANSHIP_REVOKED_FOR' OR end4 = child1 )
            RETURN [CASE replace(type(fact4), 'FORMER_', '')
            WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact4.kind]
            WHEN $toward_row THEN CASE
            WHEN fact4.towardChildId IS NULL OR fact4.towardChildId = child1Known.id THEN $toward_row END
            WHEN $carer_row THEN CASE
            WHEN carer3 THEN $carer_row END
            ELSE $row_of_circumstance[fact4.kind] END
            WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN 3
            WHEN 'HAS_DISABILITY' THEN CASE
            WHEN fact4.grade <= $severe_grade OR fact4.type IN $severe_types THEN 8
            WHEN fact4.type = 7 THEN 99 END
            WHEN 'ABSENT_IN' THEN CASE
            WHEN coalesce(left(fact4.destinationDivision, 6) <> left(coalesce(child1Known.residenceDivision, child1Known.registrationDivision), 6), true) AND NOT EXISTS {
              MATCH (adult3)-[theirs4:MEMBER_OF|FORMER_MEMBER_OF]->(home4:Household)<-[its4:MEMBER_OF|FORMER_MEMBER_OF]-(child1)
              WHERE theirs4.from <= $as_of AND $as_of < theirs4.to AND theirs4.recordedAt <= $known_at AND (theirs4.retractedAt IS NULL OR $known_at < theirs4.retractedAt) AND its4.from <= $as_of AND $as_of < its4.to AND its4.recordedAt <= $known_at AND (its4.retractedAt IS NULL OR $known_at < its4.retractedAt)
              WITH *, CASE
              WHEN coalesce(home4.recordedAt, home4.withdrawnAt, $known_at) <= $known_at THEN home4
              ELSE head(COLLECT {
                MATCH (home4)-[:HAD_VERSION]->(version:Version)
                WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
                RETURN version }) END AS home4Known
              WHERE true } THEN 11 END END, fact4] AS pair4 } AS facts4
          WITH *, CASE
          WHEN adult3:Organisation THEN CASE
          WHEN adult3Known.to <= $as_of OR adult3Known.from > $as_of THEN 0
          ELSE 12 END
          WHEN adult3Known.aliveUntil <= $as_of THEN 1
          WHEN adult3Known.birthDate > $adult_born_by AND NOT EXISTS {
            MATCH (adult3)-[own4:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind4:CircumstanceKind)
            WHERE own4.from <= $as_of AND $as_of < own4.to AND own4.recordedAt <= $known_at AND (own4.retractedAt IS NULL OR $known_at < own4.retractedAt) AND own4.kind = 'SELF_SUPPORTING' } THEN 4
          ELSE 12 END AS ownRow4
          WITH *, reduce(least = ownRow4, pair4 IN facts4 | CASE
          WHEN pair4[0] < least THEN pair4[0]
          ELSE least END) AS deciding4
          RETURN {row: deciding4, hides: any(pair4 IN facts4
            WHERE coalesce(pair4[0] = 99, false)), facts: [pair4 IN facts4 | pair4[1]], records: CASE
            WHEN deciding4 IN [0, 1, 4] THEN [{id: coalesce(adult3Known.recordId, adult3Known.id), fact: head(labels(adult3)), source: adult3Known.source, recordedAt: adult3Known.recordedAt, startKnown: true}]
            ELSE [pair4 IN facts4
            WHERE pair4[0] = deciding4 | {id: pair4[1].key, fact: replace(type(pair4[1]), 'FORMER_', ''), source: pair4[1].source, recordedAt: pair4[1].recordedAt, startKnown: pair4[1].from > date('0001-01-01')}] END} }) AS ability3, [each3 IN roles3 | {id: each3.key, fact: replace(type(each3), 'FORMER_', ''), source: each3.source, recordedAt: each3.recordedAt}] AS roleRecords3
        WITH { party: adult3, kind: CASE roleType3
          WHEN 'PARENT_OF' THEN 'PARENT'
          WHEN 'GUARDIAN_OF' THEN 'GUARDIAN'
          ELSE 'CARER' END, row: ability3.row, state: $state_of_row[ability3.row], roles: roleRecords3, deciding: ability3.records, records: CASE
          WHEN size(ability3.records) > 0 THEN ability3.records
          ELSE roleRecords3 END, hides: ability3.hides } AS entry3
        RETURN entry3 AS row
        ORDER BY CASE entry3.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, entry3.party.id } | {kind: entry2.kind, state: entry2.state}]} END AS assessment2
    RETURN coalesce(plain2, (CASE
    WHEN size(assessment2.selfSupporting) > 0 THEN 'NOT_REQUIRED'
    WHEN none(entry3 IN assessment2.responsible
    WHERE entry3.kind <> 'CARER') THEN 'UNKNOWN'
    WHEN any(entry3 IN assessment2.responsible
    WHERE entry3.kind <> 'CARER' AND entry3.state = 'ABLE') THEN 'EFFECTIVE'
    WHEN none(entry3 IN assessment2.responsible
    WHERE entry3.kind <> 'CARER' AND entry3.state = 'AWAY') THEN 'NONE'
    WHEN any(entry3 IN assessment2.responsible
    WHERE entry3.kind = 'CARER' AND entry3.state = 'ABLE') THEN 'ENTRUSTED'
    ELSE 'ABSENT' END)) }), child1Known.id] AS row }) AS answer
