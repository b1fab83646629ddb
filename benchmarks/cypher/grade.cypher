// The grade of the child `this`, as one would write it for a field of its own; the peers of the API ask it.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   carer_row: INTEGER (the row that concerns entrusted carers only)
//   row_of_circumstance: MAP (circumstance kind to row)
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
// Returns: grade STRING
RETURN CASE
  WHEN this.birthDate <= $self_supporting_born_by AND EXISTS {
    MATCH (this)-[own:IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
    WHERE own.from <= $as_of AND $as_of < own.to
  } THEN 'NOT_REQUIRED'
  WHEN EXISTS {
    MATCH (guardian:Person)-[role:PARENT_OF|GUARDIAN_OF]->(this)
    WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
      AND guardian.birthDate <= $adult_born_by AND (guardian.deathDate IS NULL OR guardian.deathDate > $as_of)
      AND NOT EXISTS {
        MATCH (guardian)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->()
        WHERE fact.from <= $as_of AND $as_of < fact.to
      }
  } THEN 'EFFECTIVE'
  ELSE coalesce(head(COLLECT {
    MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(this)
    WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
    WITH this, adult, type(role) = 'ENTRUSTED_CARER_OF' AS carer
    OPTIONAL MATCH (adult)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
    WHERE fact.from <= $as_of AND $as_of < fact.to
    WITH adult, carer, min(CASE type(fact)
      WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact.kind]
        WHEN $toward_row THEN CASE WHEN fact.towardChildId IS NULL OR fact.towardChildId = this.id THEN $toward_row END
        WHEN $carer_row THEN CASE WHEN carer THEN $carer_row END
        ELSE $row_of_circumstance[fact.kind] END
      WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE WHEN end = this THEN 3 END
      WHEN 'HAS_DISABILITY' THEN CASE WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 8 END
      WHEN 'ABSENT_IN' THEN CASE
        WHEN coalesce(left(fact.destinationDivision, 6) <> left(coalesce(this.residenceDivision, this.registrationDivision), 6), true)
          AND NOT EXISTS {
            MATCH (adult)-[theirs:MEMBER_OF]->(:Household)<-[its:MEMBER_OF]-(this)
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
  }), 'UNKNOWN') END AS grade
