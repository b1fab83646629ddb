// LIAISON: { child(id: "ID") { guardianshipAssessment { selfSupporting { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WHERE (EXISTS {
    MATCH (child1)-[enrolment2:ENROLLED_AT]->(place2:School)
    WHERE enrolment2.from <= $as_of AND $as_of < enrolment2.to AND place2.id = $scope_school }) AND child1.birthDate > $adult_born_by AND child1.birthDate <= $as_of AND (child1.deathDate IS NULL OR child1.deathDate > $as_of)
  RETURN [head(COLLECT {
    WITH { child: child1, responsible: COLLECT {
        MATCH (adult3:Person|Organisation)-[role3:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child1)
        WHERE role3.from <= $as_of AND $as_of < role3.to AND ( role3.kind IS NULL OR role3.kind <> 'STEP' )
        WITH child1, adult3, type(role3) AS roleType3, collect(role3) AS roles3
        WITH *, COLLECT {
          MATCH (adult3)-[fact3:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end3)
          WHERE fact3.from <= $as_of AND $as_of < fact3.to
          WITH fact3, CASE type(fact3)
          WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact3.kind]
          WHEN $toward_row THEN CASE
          WHEN fact3.towardChildId IS NULL OR fact3.towardChildId = child1.id THEN $toward_row END
          WHEN $carer_row THEN CASE
          WHEN roleType3 = 'ENTRUSTED_CARER_OF' THEN $carer_row END
          ELSE $row_of_circumstance[fact3.kind] END
          WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE
          WHEN end3 = child1 THEN 3 END
          WHEN 'HAS_DISABILITY' THEN CASE
          WHEN fact3.grade <= $severe_grade OR fact3.type IN $severe_types THEN 8
          WHEN fact3.type = 7 THEN 99 END
          WHEN 'ABSENT_IN' THEN CASE
          WHEN coalesce(left(fact3.destinationDivision, 6) <> left(coalesce(child1.residenceDivision, child1.registrationDivision), 6), true) AND NOT EXISTS {
            MATCH (adult3)-[theirs3:MEMBER_OF]->(home3:Household)<-[its3:MEMBER_OF]-(child1)
            WHERE theirs3.from <= $as_of AND $as_of < theirs3.to AND its3.from <= $as_of AND $as_of < its3.to } THEN 11 END END AS row3
          WHERE row3 IS NOT NULL
          RETURN [row3, fact3] } AS facts3
        WITH *, CASE
        WHEN adult3:Organisation THEN CASE
        WHEN adult3.to <= $as_of OR adult3.from > $as_of THEN 0
        ELSE 12 END
        WHEN adult3.deathDate <= $as_of THEN 1
        WHEN adult3.birthDate > $adult_born_by AND NOT EXISTS {
          MATCH (adult3)-[own3:IN_CIRCUMSTANCE]->(kind3:CircumstanceKind)
          WHERE own3.from <= $as_of AND $as_of < own3.to AND own3.kind = 'SELF_SUPPORTING' } THEN 4
        ELSE 12 END AS ownRow3
        WITH *, reduce(least = ownRow3, pair3 IN facts3 | CASE
        WHEN pair3[0] < least THEN pair3[0]
        ELSE least END) AS deciding3
        WITH *, [each3 IN roles3 | {id: each3.key, fact: type(each3), source: each3.source, recordedAt: each3.recordedAt}] AS roleRecords3, CASE
        WHEN deciding3 IN [0, 1, 4] THEN [{id: coalesce(adult3.recordId, adult3.id), fact: head(labels(adult3)), source: adult3.source, recordedAt: adult3.recordedAt, startKnown: true}]
        ELSE [pair3 IN facts3
        WHERE pair3[0] = deciding3 | {id: pair3[1].key, fact: type(pair3[1]), source: pair3[1].source, recordedAt: pair3[1].recordedAt, startKnown: pair3[1].from > date('0001-01-01')}] END AS records3
        WITH { party: adult3, kind: CASE roleType3
          WHEN 'PARENT_OF' THEN 'PARENT'
          WHEN 'GUARDIAN_OF' THEN 'GUARDIAN'
          ELSE 'CARER' END, row: deciding3, state: $state_of_row[deciding3], roles: roleRecords3, deciding: records3, records: CASE
          WHEN size(records3) > 0 THEN records3
          ELSE roleRecords3 END, hides: any(pair3 IN facts3
          WHERE pair3[0] = 99) } AS entry3
        RETURN entry3 AS row
        ORDER BY CASE entry3.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, entry3.party.id }, selfSupporting: COLLECT {
        MATCH (child1)-[own3:IN_CIRCUMSTANCE]->(kind3:CircumstanceKind)
        WHERE own3.from <= $as_of AND $as_of < own3.to AND own3.kind = 'SELF_SUPPORTING' AND child1.birthDate <= $self_supporting_born_by
        WITH {id: own3.key, fact: type(own3), source: own3.source, recordedAt: own3.recordedAt, startKnown: own3.from > date('0001-01-01')} AS record3
        RETURN record3 AS row
        ORDER BY record3.id }, parents: COUNT {
        MATCH (parent2:Person)-[ever2:PARENT_OF]->(child1)
        WHERE ever2.kind <> 'STEP'
        RETURN DISTINCT parent2 }, residence: child1.residenceDivision, registration: child1.registrationDivision } AS assessment2
    RETURN [COLLECT {
      UNWIND [] AS record3
      RETURN [record3.id] AS row }] AS row })] AS row }) AS answer

// LIAISON: { child(id: "ID", knownAt: "2026-03-01T00:00:00Z") { guardianshipAssessment { selfSupporting { id } } } }
RETURN head(COLLECT {
  MATCH (child1:Person {id: $id_1})
  WITH *, CASE
  WHEN coalesce(child1.recordedAt, child1.withdrawnAt, $known_at) <= $known_at THEN child1
  ELSE head(COLLECT {
    MATCH (child1)-[:HAD_VERSION]->(version:Version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version }) END AS child1Known
  WHERE child1Known IS NOT NULL AND (EXISTS {
    MATCH (child1)-[enrolment2:ENROLLED_AT|FORMER_ENROLLED_AT]->(place2:School)
    WHERE enrolment2.from <= $as_of AND $as_of < enrolment2.to AND enrolment2.recordedAt <= $known_at AND (enrolment2.retractedAt IS NULL OR $known_at < enrolment2.retractedAt)
    WITH *, CASE
    WHEN coalesce(place2.recordedAt, place2.withdrawnAt, $known_at) <= $known_at THEN place2
    ELSE head(COLLECT {
      MATCH (place2)-[:HAD_VERSION]->(version:Version)
      WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
      RETURN version }) END AS place2Known
    WHERE true AND place2Known.id = $scope_school }) AND child1Known.birthDate > $adult_born_by AND child1Known.birthDate <= $as_of AND (child1Known.deathDate IS NULL OR child1Known.deathDate > $as_of)
  RETURN [head(COLLECT {
    WITH { child: child1, responsible: COLLECT {
        MATCH (adult3:Person|Organisation)-[role3:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(child1)
        WHERE role3.from <= $as_of AND $as_of < role3.to AND role3.recordedAt <= $known_at AND (role3.retractedAt IS NULL OR $known_at < role3.retractedAt)
        WITH *, CASE
        WHEN coalesce(adult3.recordedAt, adult3.withdrawnAt, $known_at) <= $known_at THEN adult3
        ELSE head(COLLECT {
          MATCH (adult3)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS adult3Known
        WHERE true AND ( role3.kind IS NULL OR role3.kind <> 'STEP' )
        WITH child1, child1Known, adult3, adult3Known, replace(type(role3), 'FORMER_', '') AS roleType3, collect(role3) AS roles3
        WITH *, COLLECT {
          MATCH (adult3)-[fact3:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->(end3)
          WHERE fact3.from <= $as_of AND $as_of < fact3.to AND fact3.recordedAt <= $known_at AND (fact3.retractedAt IS NULL OR $known_at < fact3.retractedAt)
          WITH fact3, CASE replace(type(fact3), 'FORMER_', '')
          WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact3.kind]
          WHEN $toward_row THEN CASE
          WHEN fact3.towardChildId IS NULL OR fact3.towardChildId = child1Known.id THEN $toward_row END
          WHEN $carer_row THEN CASE
          WHEN roleType3 = 'ENTRUSTED_CARER_OF' THEN $carer_row END
          ELSE $row_of_circumstance[fact3.kind] END
          WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE
          WHEN end3 = child1 THEN 3 END
          WHEN 'HAS_DISABILITY' THEN CASE
          WHEN fact3.grade <= $severe_grade OR fact3.type IN $severe_types THEN 8
          WHEN fact3.type = 7 THEN 99 END
          WHEN 'ABSENT_IN' THEN CASE
          WHEN coalesce(left(fact3.destinationDivision, 6) <> left(coalesce(child1Known.residenceDivision, child1Known.registrationDivision), 6), true) AND NOT EXISTS {
            MATCH (adult3)-[theirs3:MEMBER_OF|FORMER_MEMBER_OF]->(home3:Household)<-[its3:MEMBER_OF|FORMER_MEMBER_OF]-(child1)
            WHERE theirs3.from <= $as_of AND $as_of < theirs3.to AND theirs3.recordedAt <= $known_at AND (theirs3.retractedAt IS NULL OR $known_at < theirs3.retractedAt) AND its3.from <= $as_of AND $as_of < its3.to AND its3.recordedAt <= $known_at AND (its3.retractedAt IS NULL OR $known_at < its3.retractedAt)
            WITH *, CASE
            WHEN coalesce(home3.recordedAt, home3.withdrawnAt, $known_at) <= $known_at THEN home3
            ELSE head(COLLECT {
              MATCH (home3)-[:HAD_VERSION]->(version:Version)
              WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
              RETURN version }) END AS home3Known
            WHERE true } THEN 11 END END AS row3
          WHERE row3 IS NOT NULL
          RETURN [row3, fact3] } AS facts3
        WITH *, CASE
        WHEN adult3:Organisation THEN CASE
        WHEN adult3Known.to <= $as_of OR adult3Known.from > $as_of THEN 0
        ELSE 12 END
        WHEN adult3Known.deathDate <= $as_of THEN 1
        WHEN adult3Known.birthDate > $adult_born_by AND NOT EXISTS {
          MATCH (adult3)-[own3:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind3:CircumstanceKind)
          WHERE own3.from <= $as_of AND $as_of < own3.to AND own3.recordedAt <= $known_at AND (own3.retractedAt IS NULL OR $known_at < own3.retractedAt) AND own3.kind = 'SELF_SUPPORTING' } THEN 4
        ELSE 12 END AS ownRow3
        WITH *, reduce(least = ownRow3, pair3 IN facts3 | CASE
        WHEN pair3[0] < least THEN pair3[0]
        ELSE least END) AS deciding3
        WITH *, [each3 IN roles3 | {id: each3.key, fact: replace(type(each3), 'FORMER_', ''), source: each3.source, recordedAt: each3.recordedAt}] AS roleRecords3, CASE
        WHEN deciding3 IN [0, 1, 4] THEN [{id: coalesce(adult3Known.recordId, adult3Known.id), fact: head(labels(adult3)), source: adult3Known.source, recordedAt: adult3Known.recordedAt, startKnown: true}]
        ELSE [pair3 IN facts3
        WHERE pair3[0] = deciding3 | {id: pair3[1].key, fact: replace(type(pair3[1]), 'FORMER_', ''), source: pair3[1].source, recordedAt: pair3[1].recordedAt, startKnown: pair3[1].from > date('0001-01-01')}] END AS records3
        WITH { party: adult3, kind: CASE roleType3
          WHEN 'PARENT_OF' THEN 'PARENT'
          WHEN 'GUARDIAN_OF' THEN 'GUARDIAN'
          ELSE 'CARER' END, row: deciding3, state: $state_of_row[deciding3], roles: roleRecords3, deciding: records3, records: CASE
          WHEN size(records3) > 0 THEN records3
          ELSE roleRecords3 END, hides: any(pair3 IN facts3
          WHERE pair3[0] = 99) } AS entry3
        RETURN entry3 AS row
        ORDER BY CASE entry3.kind
        WHEN 'PARENT' THEN 0
        WHEN 'GUARDIAN' THEN 1
        ELSE 2 END, entry3.party.id }, selfSupporting: COLLECT {
        MATCH (child1)-[own3:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->(kind3:CircumstanceKind)
        WHERE own3.from <= $as_of AND $as_of < own3.to AND own3.recordedAt <= $known_at AND (own3.retractedAt IS NULL OR $known_at < own3.retractedAt) AND own3.kind = 'SELF_SUPPORTING' AND child1Known.birthDate <= $self_supporting_born_by
        WITH {id: own3.key, fact: replace(type(own3), 'FORMER_', ''), source: own3.source, recordedAt: own3.recordedAt, startKnown: own3.from > date('0001-01-01')} AS record3
        RETURN record3 AS row
        ORDER BY record3.id }, parents: COUNT {
        MATCH (parent2:Person)-[ever2:PARENT_OF|FORMER_PARENT_OF]->(child1)
        WHERE ever2.recordedAt <= $known_at AND (ever2.retractedAt IS NULL OR $known_at < ever2.retractedAt)
        WITH *, CASE
        WHEN coalesce(parent2.recordedAt, parent2.withdrawnAt, $known_at) <= $known_at THEN parent2
        ELSE head(COLLECT {
          MATCH (parent2)-[:HAD_VERSION]->(version:Version)
          WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
          RETURN version }) END AS parent2Known
        WHERE true AND ever2.kind <> 'STEP'
        RETURN DISTINCT parent2 }, residence: child1Known.residenceDivision, registration: child1Known.registrationDivision } AS assessment2
    RETURN [COLLECT {
      UNWIND [] AS record3
      RETURN [record3.id] AS row }] AS row })] AS row }) AS answer
