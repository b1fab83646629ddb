// OFFICER: { child(id: "ID") { effective } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (child1.division STARTS WITH $scope_division OR child1.id IN $lent OR EXISTS {
    MATCH (child1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (child1.division IS NULL OR startNode(ever2) = child1) }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [($effective_of_grade[head(COLLECT {
    WITH child1, CASE
    WHEN child1.birthDate <= $self_supporting_born_by AND size(COLLECT {
      MATCH (child1)-[own4:IN_CIRCUMSTANCE]->(kind4:CircumstanceKind)
      WHERE own4.from <= $as_of AND $as_of < own4.to AND own4.kind = 'SELF_SUPPORTING' AND child1.birthDate <= $self_supporting_born_by
      WITH {id: own4.key, fact: type(own4), source: own4.source, recordedAt: own4.recordedAt, startKnown: own4.from > date('0001-01-01')} AS record4
      RETURN record4 AS row
      ORDER BY record4.id }) > 0 THEN 'NOT_REQUIRED'
    WHEN EXISTS {
      MATCH (guardian3:Person)-[role3:PARENT_OF|GUARDIAN_OF]->(child1)
      WHERE role3.from <= $as_of AND $as_of < role3.to AND (role3.kind IS NULL OR role3.kind <> 'STEP') AND guardian3.birthDate <= $adult_born_by AND (guardian3.deathDate IS NULL OR guardian3.deathDate > $as_of) AND NOT EXISTS {
        MATCH (guardian3)-[fact3:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end3)
        WHERE fact3.from <= $as_of AND $as_of < fact3.to } } THEN 'EFFECTIVE' END AS plain3
    WITH *, CASE
    WHEN plain3 IS NULL THEN {selfSupporting: [], responsible: [entry3 IN COLLECT {
        MATCH (adult4:Person|Organisation)-[role4:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child1)
        WHERE role4.from <= $as_of AND $as_of < role4.to AND ( role4.kind IS NULL OR role4.kind <> 'STEP' )
        WITH child1, adult4, type(role4) AS roleType4, type(role4) = 'ENTRUSTED_CARER_OF' AS carer4, collect(role4) AS roles4
        WITH *, head(COLLECT {
          WITH *, COLLECT {
            MATCH (adult4)-[fact5:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end5)
            WHERE fact5.from <= $as_of AND $as_of < fact5.to AND ( type(fact5) <> 'GUARDIANSHIP_REVOKED_FOR' OR end5 = child1 )
            RETURN [CASE type(fact5)
            WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact5.kind]
            WHEN $toward_row THEN CASE
            WHEN fact5.towardChildId IS NULL OR fact5.towardChildId = child1.id THEN $toward_row END
            WHEN $carer_row THEN CASE
            WHEN carer4 THEN $carer_row END
            ELSE $row_of_circumstance[fact5.kind] END
            WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN 3
            WHEN 'HAS_DISABILITY' THEN CASE
            WHEN fact5.grade <= $severe_grade OR fact5.type IN $severe_types THEN 8
            WHEN fact5.type = 7 THEN 99 END
            WHEN 'ABSENT_IN' THEN CASE
            WHEN coalesce(left(fact5.destinationDivision, 6) <> left(coalesce(child1.residenceDivision, child1.registrationDivision), 6), true) AND NOT EXISTS {
              MATCH (adult4)-[theirs5:MEMBER_OF]->(home5:Household)<-[its5:MEMBER_OF]-(child1)
              WHERE theirs5.from <= $as_of AND $as_of < theirs5.to AND its5.from <= $as_of AND $as_of < its5.to } THEN 11 END END, fact5] AS pair5 } AS facts5
          WITH *, CASE
          WHEN adult4:Organisation THEN CASE
          WHEN adult4.to <= $as_of OR adult4.from > $as_of THEN 0
          ELSE 12 END
          WHEN adult4.aliveUntil <= $as_of THEN 1
          WHEN adult4.birthDate > $adult_born_by AND NOT EXISTS {
            MATCH (adult4)-[own5:IN_CIRCUMSTANCE]->(kind5:CircumstanceKind)
            WHERE own5.from <= $as_of AND $as_of < own5.to AND own5.kind = 'SELF_SUPPORTING' } THEN 4
          ELSE 12 END AS ownRow5
          WITH *, reduce(least = ownRow5, pair5 IN facts5 | CASE
          WHEN pair5[0] < least THEN pair5[0]
          ELSE least END) AS deciding5
          RETURN {row: deciding5, hides: any(pair5 IN facts5
            WHERE coalesce(pair5[0] = 99, false)), facts: [pair5 IN facts5 | pair5[1]], records: CASE
            WHEN deciding5 IN [0, 1, 4] THEN [{id: coalesce(adult4.recordId, adult4.id), fact: head(labels(adult4)), source: adult4.source, recordedAt: adult4.recordedAt, startKnown: true}]
            ELSE [pair5 IN facts5
            WHERE pair5[0] = deciding5 | {id: pair5[1].key, fact: type(pair5[1]), source: pair5[1].source, recordedAt: pair5[1].recordedAt, startKnown: pair5[1].from > date('0001-01-01')}] END} }) AS ability4, [each4 IN roles4 | {id: each4.key, fact: type(each4), source: each4.source, recordedAt: each4.recordedAt}] AS roleRecords4
        WITH { party: adult4, kind: CASE roleType4
          WHEN 'PARENT_OF' THEN 'PARENT'
          WHEN 'GUARDIAN_OF' THEN 'GUARDIAN'
          ELSE 'CARER' END, row: ability4.row, state: $state_of_row[ability4.row], roles: roleRecords4, deciding: ability4.records, records: CASE
          WHEN size(ability4.records) > 0 THEN ability4.records
          ELSE roleRecords4 END, hides: ability4.hides } AS entry4
        RETURN entry4 AS row
        ORDER BY CASE entry4.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, entry4.party.id } | {kind: entry3.kind, state: entry3.state}]} END AS assessment3
    RETURN coalesce(plain3, (CASE
    WHEN size(assessment3.selfSupporting) > 0 THEN 'NOT_REQUIRED'
    WHEN none(entry4 IN assessment3.responsible
    WHERE entry4.kind <> 'CARER') THEN 'UNKNOWN'
    WHEN any(entry4 IN assessment3.responsible
    WHERE entry4.kind <> 'CARER' AND entry4.state = 'ABLE') THEN 'EFFECTIVE'
    WHEN none(entry4 IN assessment3.responsible
    WHERE entry4.kind <> 'CARER' AND entry4.state = 'AWAY') THEN 'NONE'
    WHEN any(entry4 IN assessment3.responsible
    WHERE entry4.kind = 'CARER' AND entry4.state = 'ABLE') THEN 'ENTRUSTED'
    ELSE 'ABSENT' END)) })]), child1.id] AS row }) AS answer

// OFFICER: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { effective } }
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
  RETURN [($effective_of_grade[head(COLLECT {
    WITH child1, child1Known, CASE
    WHEN child1Known.birthDate <= $self_supporting_born_by AND size(COLLECT {
      MATCH (child1)-[own4:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind4:CircumstanceKind)
      WHERE own4.from <= $as_of AND $as_of < own4.to AND own4.recordedAt <= $known_at AND (own4.retractedAt IS NULL OR $known_at < own4.retractedAt) AND own4.kind = 'SELF_SUPPORTING' AND child1Known.birthDate <= $self_supporting_born_by
      WITH {id: own4.key, fact: replace(type(own4), 'FORMER_', ''), source: own4.source, recordedAt: own4.recordedAt, startKnown: own4.from > date('0001-01-01')} AS record4
      RETURN record4 AS row
      ORDER BY record4.id }) > 0 THEN 'NOT_REQUIRED'
    WHEN EXISTS {
      MATCH (guardian3:Person)-[role3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF]->(child1)
      WHERE role3.from <= $as_of AND $as_of < role3.to AND role3.recordedAt <= $known_at AND (role3.retractedAt IS NULL OR $known_at < role3.retractedAt)
      WITH *, CASE
      WHEN coalesce(guardian3.recordedAt, guardian3.withdrawnAt, $known_at) <= $known_at THEN guardian3
      ELSE head(COLLECT {
        MATCH (guardian3)-[:HAD_VERSION]->(version:Version)
        WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
        RETURN version }) END AS guardian3Known
      WHERE true AND (role3.kind IS NULL OR role3.kind <> 'STEP') AND guardian3Known.birthDate <= $adult_born_by AND (guardian3Known.deathDate IS NULL OR guardian3Known.deathDate > $as_of) AND NOT EXISTS {
        MATCH (guardian3)-[fact3:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->(end3)
        WHERE fact3.from <= $as_of AND $as_of < fact3.to AND fact3.recordedAt <= $known_at AND (fact3.retractedAt IS NULL OR $known_at < fact3.retractedAt) } } THEN 'EFFECTIVE' END AS plain3
    WITH *, CASE
    WHEN plain3 IS NULL THEN {selfSupporting: [], responsible: [entry3 IN COLLECT {
        MATCH (adult4:Person|Organisation)-[role4:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(child1)
        WHERE role4.from <= $as_of AND $as_of < role4.to AND role4.recordedAt <= $known_at AND (role4.retractedAt IS NULL OR $known_at < role4.retractedAt)
        WITH *, CASE
        WHEN coalesce(adult4.recordedAt, adult4.withdrawnAt, $known_at) <= $known_at THEN adult4
        ELSE head(COLLECT {
          MATCH (adult4)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS adult4Known
        WHERE true AND ( role4.kind IS NULL OR role4.kind <> 'STEP' )
        WITH child1, child1Known, adult4, adult4Known, replace(type(role4), 'FORMER_', '') AS roleType4, replace(type(role4), 'FORMER_', '') = 'ENTRUSTED_CARER_OF' AS carer4, collect(role4) AS roles4
        WITH *, head(COLLECT {
          WITH *, COLLECT {
            MATCH (adult4)-[fact5:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->(end5)
            WHERE fact5.from <= $as_of AND $as_of < fact5.to AND fact5.recordedAt <= $known_at AND (fact5.retractedAt IS NULL OR $known_at < fact5.retractedAt) AND ( replace(type(fact5), 'FORMER_', '') <> 'GUARDIANSHIP_REVOKED_FOR' OR end5 = child1 )
            RETURN [CASE replace(type(fact5), 'FORMER_', '')
            WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact5.kind]
            WHEN $toward_row THEN CASE
            WHEN fact5.towardChildId IS NULL OR fact5.towardChildId = child1Known.id THEN $toward_row END
            WHEN $carer_row THEN CASE
            WHEN carer4 THEN $carer_row END
            ELSE $row_of_circumstance[fact5.kind] END
            WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN 3
            WHEN 'HAS_DISABILITY' THEN CASE
            WHEN fact5.grade <= $severe_grade OR fact5.type IN $severe_types THEN 8
            WHEN fact5.type = 7 THEN 99 END
            WHEN 'ABSENT_IN' THEN CASE
            WHEN coalesce(left(fact5.destinationDivision, 6) <> left(coalesce(child1Known.residenceDivision, child1Known.registrationDivision), 6), true) AND NOT EXISTS {
              MATCH (adult4)-[theirs5:MEMBER_OF|FORMER_MEMBER_OF]->(home5:Household)<-[its5:MEMBER_OF|FORMER_MEMBER_OF]-(child1)
              WHERE theirs5.from <= $as_of AND $as_of < theirs5.to AND theirs5.recordedAt <= $known_at AND (theirs5.retractedAt IS NULL OR $known_at < theirs5.retractedAt) AND its5.from <= $as_of AND $as_of < its5.to AND its5.recordedAt <= $known_at AND (its5.retractedAt IS NULL OR $known_at < its5.retractedAt)
              WITH *, CASE
              WHEN coalesce(home5.recordedAt, home5.withdrawnAt, $known_at) <= $known_at THEN home5
              ELSE head(COLLECT {
                MATCH (home5)-[:HAD_VERSION]->(version:Version)
                WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
                RETURN version }) END AS home5Known
              WHERE true } THEN 11 END END, fact5] AS pair5 } AS facts5
          WITH *, CASE
          WHEN adult4:Organisation THEN CASE
          WHEN adult4Known.to <= $as_of OR adult4Known.from > $as_of THEN 0
          ELSE 12 END
          WHEN adult4Known.aliveUntil <= $as_of THEN 1
          WHEN adult4Known.birthDate > $adult_born_by AND NOT EXISTS {
            MATCH (adult4)-[own5:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind5:CircumstanceKind)
            WHERE own5.from <= $as_of AND $as_of < own5.to AND own5.recordedAt <= $known_at AND (own5.retractedAt IS NULL OR $known_at < own5.retractedAt) AND own5.kind = 'SELF_SUPPORTING' } THEN 4
          ELSE 12 END AS ownRow5
          WITH *, reduce(least = ownRow5, pair5 IN facts5 | CASE
          WHEN pair5[0] < least THEN pair5[0]
          ELSE least END) AS deciding5
          RETURN {row: deciding5, hides: any(pair5 IN facts5
            WHERE coalesce(pair5[0] = 99, false)), facts: [pair5 IN facts5 | pair5[1]], records: CASE
            WHEN deciding5 IN [0, 1, 4] THEN [{id: coalesce(adult4Known.recordId, adult4Known.id), fact: head(labels(adult4)), source: adult4Known.source, recordedAt: adult4Known.recordedAt, startKnown: true}]
            ELSE [pair5 IN facts5
            WHERE pair5[0] = deciding5 | {id: pair5[1].key, fact: replace(type(pair5[1]), 'FORMER_', ''), source: pair5[1].source, recordedAt: pair5[1].recordedAt, startKnown: pair5[1].from > date('0001-01-01')}] END} }) AS ability4, [each4 IN roles4 | {id: each4.key, fact: replace(type(each4), 'FORMER_', ''), source: each4.source, recordedAt: each4.recordedAt}] AS roleRecords4
        WITH { party: adult4, kind: CASE roleType4
          WHEN 'PARENT_OF' THEN 'PARENT'
          WHEN 'GUARDIAN_OF' THEN 'GUARDIAN'
          ELSE 'CARER' END, row: ability4.row, state: $state_of_row[ability4.row], roles: roleRecords4, deciding: ability4.records, records: CASE
          WHEN size(ability4.records) > 0 THEN ability4.records
          ELSE roleRecords4 END, hides: ability4.hides } AS entry4
        RETURN entry4 AS row
        ORDER BY CASE entry4.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, entry4.party.id } | {kind: entry3.kind, state: entry3.state}]} END AS assessment3
    RETURN coalesce(plain3, (CASE
    WHEN size(assessment3.selfSupporting) > 0 THEN 'NOT_REQUIRED'
    WHEN none(entry4 IN assessment3.responsible
    WHERE entry4.kind <> 'CARER') THEN 'UNKNOWN'
    WHEN any(entry4 IN assessment3.responsible
    WHERE entry4.kind <> 'CARER' AND entry4.state = 'ABLE') THEN 'EFFECTIVE'
    WHEN none(entry4 IN assessment3.responsible
    WHERE entry4.kind <> 'CARER' AND entry4.state = 'AWAY') THEN 'NONE'
    WHEN any(entry4 IN assessment3.responsible
    WHERE entry4.kind = 'CARER' AND entry4.state = 'ABLE') THEN 'ENTRUSTED'
    ELSE 'ABSENT' END)) })]), child1Known.id] AS row }) AS answer
