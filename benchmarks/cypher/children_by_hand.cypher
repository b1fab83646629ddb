// Children with their grade, parents, guardians and schools, as one would write it by hand for an officer of a division.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   carer_row: INTEGER (the row that concerns entrusted carers only)
//   ids: LIST<STRING> (of the children)
//   row_of_circumstance: MAP (circumstance kind to row)
//   scope_division: STRING (code prefix of the officer's division)
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
// Returns: children LIST<MAP>, as GraphQL answers them
UNWIND $ids AS id
MATCH (child:Person {id: id})
WHERE child.birthDate > $adult_born_by AND child.birthDate <= $as_of
  AND (child.deathDate IS NULL OR child.deathDate > $as_of)
  AND (child.division STARTS WITH $scope_division OR EXISTS {
    MATCH (child)-[tie:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near:Person)
    WHERE near.division STARTS WITH $scope_division AND (child.division IS NULL OR startNode(tie) = child)
  })
WITH child
ORDER BY child.division, child.birthDate, child.id
RETURN collect({
  personId: child.id, name: child.name, sex: CASE child.sex WHEN 1 THEN 'MALE' WHEN 2 THEN 'FEMALE' END, birthDate: toString(child.birthDate),
  grade: CASE
    WHEN child.birthDate <= $self_supporting_born_by AND EXISTS {
      MATCH (child)-[own:IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
      WHERE own.from <= $as_of AND $as_of < own.to
    } THEN 'NOT_REQUIRED'
    WHEN EXISTS {
      MATCH (guardian:Person)-[role:PARENT_OF|GUARDIAN_OF]->(child)
      WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
        AND guardian.birthDate <= $adult_born_by AND (guardian.deathDate IS NULL OR guardian.deathDate > $as_of)
        AND NOT EXISTS {
          MATCH (guardian)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->()
          WHERE fact.from <= $as_of AND $as_of < fact.to
        }
    } THEN 'EFFECTIVE'
    ELSE coalesce(head(COLLECT {
      MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child)
      WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
      WITH child, adult, type(role) = 'ENTRUSTED_CARER_OF' AS carer
      OPTIONAL MATCH (adult)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
      WHERE fact.from <= $as_of AND $as_of < fact.to
      WITH adult, carer, min(CASE type(fact)
        WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact.kind]
          WHEN $toward_row THEN CASE WHEN fact.towardChildId IS NULL OR fact.towardChildId = child.id THEN $toward_row END
          WHEN $carer_row THEN CASE WHEN carer THEN $carer_row END
          ELSE $row_of_circumstance[fact.kind] END
        WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE WHEN end = child THEN 3 END
        WHEN 'HAS_DISABILITY' THEN CASE WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 8 END
        WHEN 'ABSENT_IN' THEN CASE
          WHEN coalesce(left(fact.destinationDivision, 6) <> left(coalesce(child.residenceDivision, child.registrationDivision), 6), true)
            AND NOT EXISTS {
              MATCH (adult)-[theirs:MEMBER_OF]->(:Household)<-[its:MEMBER_OF]-(child)
              WHERE theirs.from <= $as_of AND $as_of < theirs.to AND its.from <= $as_of AND $as_of < its.to
            } THEN 11 END
        END) AS row
      WITH carer, CASE
        WHEN adult:Organisation AND (adult.to <= $as_of OR adult.from > $as_of) THEN 0
        WHEN adult.deathDate <= $as_of THEN 1
        WHEN row <= 3 THEN row
        WHEN adult.birthDate > $adult_born_by AND NOT EXISTS {
          MATCH (adult)-[own:IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
          WHERE own.from <= $as_of AND $as_of < own.to
        } THEN 4
        ELSE coalesce(row, 12) END AS row
      WITH collect(CASE WHEN NOT carer THEN row END) AS guardians, collect(CASE WHEN carer THEN row END) AS carers
      RETURN CASE
        WHEN size(guardians) = 0 THEN 'UNKNOWN'
        WHEN 12 IN guardians THEN 'EFFECTIVE'
        WHEN NOT 11 IN guardians THEN 'NONE'
        WHEN 12 IN carers THEN 'ENTRUSTED'
        ELSE 'ABSENT' END
    }), 'UNKNOWN') END,
  parents: COLLECT {
    MATCH (parent:Person)-[fact:PARENT_OF]->(child)
    WHERE fact.from <= $as_of AND $as_of < fact.to
      AND (parent.division STARTS WITH $scope_division OR EXISTS {
        MATCH (parent)-[tie:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near:Person)
        WHERE near.division STARTS WITH $scope_division AND (parent.division IS NULL OR startNode(tie) = parent)
      })
    RETURN {kind: fact.kind, `from`: CASE WHEN fact.from > date('0001-01-01') THEN toString(fact.from) END, parent: {personId: parent.id, name: parent.name}}
    ORDER BY fact.from, fact.key
  },
  guardianships: COLLECT {
    MATCH (guardian:Person|Organisation)-[fact:GUARDIAN_OF]->(child)
    WHERE fact.from <= $as_of AND $as_of < fact.to
      AND (guardian:Organisation OR (guardian.division STARTS WITH $scope_division OR EXISTS {
        MATCH (guardian)-[tie:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near:Person)
        WHERE near.division STARTS WITH $scope_division AND (guardian.division IS NULL OR startNode(tie) = guardian)
      }))
    RETURN {basis: fact.basis, `from`: CASE WHEN fact.from > date('0001-01-01') THEN toString(fact.from) END, guardian: CASE
      WHEN guardian:Person THEN {__typename: 'Person', personId: guardian.id, name: guardian.name}
      ELSE {__typename: 'Organisation', organisationId: guardian.id, name: guardian.name} END}
    ORDER BY fact.from, fact.key
  },
  enrolments: COLLECT {
    MATCH (child)-[fact:ENROLLED_AT]->(school:School)
    WHERE fact.from <= $as_of AND $as_of < fact.to
    RETURN {stage: fact.stage, grade: fact.grade, status: fact.status, school: {schoolId: school.id, name: school.name}}
    ORDER BY fact.from, fact.key
  }
}) AS children
