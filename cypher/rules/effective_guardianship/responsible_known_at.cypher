// The question of responsible.cypher as the service could have answered it at an earlier moment: former versions count
// while they had not been retracted. Persons who were not known then, or are no child on that day, are left out; somebody
// responsible whose own row was not yet known is listed without attributes (neither dead nor a minor).
//
// Parameters:
//   children: LIST<STRING> (ids)
//   as_of: DATE
//   known_at: ZONED DATETIME
//   adult_born_by: DATE (born on or before: adult on as_of)
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
//   row_of_circumstance: MAP (circumstance kind to row)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
//   carer_row: INTEGER (the row that concerns entrusted carers only)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
// Returns: page LIST<LIST>, one list per child, as in responsible.cypher
UNWIND $children AS childId
MATCH (node:Person {id: childId})
WITH node, CASE WHEN node.recordedAt <= $known_at THEN node ELSE head(COLLECT {
  MATCH (node)-[:HAD_VERSION]->(version)
  WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
  RETURN version
}) END AS child
WHERE child.birthDate > $adult_born_by AND child.birthDate <= $as_of
  AND child.aliveUntil > $as_of
WITH node, child, left(coalesce(child.residenceDivision, child.registrationDivision), 6) AS county
CALL (node, county) {
  MATCH (party)-[role:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(node)
  WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
    AND role.recordedAt <= $known_at AND (role.retractedAt IS NULL OR $known_at < role.retractedAt)
  WITH node, county, party, replace(type(role), 'FORMER_', '') AS roleType, collect(role) AS roles
  WITH *, CASE WHEN party.recordedAt <= $known_at THEN party ELSE head(COLLECT {
    MATCH (party)-[:HAD_VERSION]->(version)
    WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt
    RETURN version
  }) END AS adult
  WITH *, COLLECT {
    MATCH (party)-[fact:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->(end)
    WHERE fact.from <= $as_of AND $as_of < fact.to
      AND fact.recordedAt <= $known_at AND (fact.retractedAt IS NULL OR $known_at < fact.retractedAt)
    WITH fact, CASE replace(type(fact), 'FORMER_', '')
      WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact.kind]
        WHEN $toward_row THEN CASE WHEN fact.towardChildId IS NULL OR fact.towardChildId = node.id THEN $toward_row END
        WHEN $carer_row THEN CASE WHEN roleType = 'ENTRUSTED_CARER_OF' THEN $carer_row END
        ELSE $row_of_circumstance[fact.kind] END
      WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE WHEN end = node THEN 3 END
      WHEN 'HAS_DISABILITY' THEN CASE
        WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 8
        WHEN fact.type = 7 THEN 99 END
      WHEN 'ABSENT_IN' THEN CASE WHEN coalesce(left(fact.destinationDivision, 6) <> county, true) AND NOT EXISTS {
          MATCH (party)-[theirs:MEMBER_OF|FORMER_MEMBER_OF]->(:Household)<-[its:MEMBER_OF|FORMER_MEMBER_OF]-(node)
          WHERE theirs.from <= $as_of AND $as_of < theirs.to AND its.from <= $as_of AND $as_of < its.to
            AND theirs.recordedAt <= $known_at AND (theirs.retractedAt IS NULL OR $known_at < theirs.retractedAt)
            AND its.recordedAt <= $known_at AND (its.retractedAt IS NULL OR $known_at < its.retractedAt)
        } THEN 11 END
      END AS row
    WHERE row IS NOT NULL
    RETURN [row, fact]
  } AS facts
  WITH *, CASE
      WHEN party:Organisation THEN CASE WHEN adult.to <= $as_of OR adult.from > $as_of THEN 0 ELSE 12 END
      WHEN adult.aliveUntil <= $as_of THEN 1
      WHEN adult.birthDate > $adult_born_by AND NOT EXISTS {
        MATCH (party)-[own:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
        WHERE own.from <= $as_of AND $as_of < own.to
          AND own.recordedAt <= $known_at AND (own.retractedAt IS NULL OR $known_at < own.retractedAt)
      } THEN 4
      ELSE 12 END AS ownRow
  WITH *, reduce(row = ownRow, fact IN facts | CASE WHEN fact[0] < row THEN fact[0] ELSE row END) AS row
  RETURN collect([
    party.id, roleType, row,
    [role IN roles | [roleType, role.key, role.source, role.recordedAt.epochMillis, role.from > date('0001-01-01')]],
    CASE WHEN row IN [0, 1, 4]
      THEN [[head(labels(party)), coalesce(adult.recordId, party.id), adult.source, adult.recordedAt.epochMillis, true]]
      ELSE [fact IN facts WHERE fact[0] = row | [
        replace(type(fact[1]), 'FORMER_', ''), fact[1].key, fact[1].source, fact[1].recordedAt.epochMillis,
        fact[1].from > date('0001-01-01')]] END,
    any(fact IN facts WHERE fact[0] = 99)
  ]) AS responsible
}
RETURN collect([
  node.id, child.residenceDivision, child.registrationDivision,
  COUNT {
    MATCH (parent)-[ever:PARENT_OF|FORMER_PARENT_OF]->(node)
    WHERE ever.kind <> 'STEP'
      AND ever.recordedAt <= $known_at AND (ever.retractedAt IS NULL OR $known_at < ever.retractedAt)
    RETURN DISTINCT parent
  },
  CASE WHEN child.birthDate > $self_supporting_born_by THEN [] ELSE COLLECT {
    MATCH (node)-[own:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
    WHERE own.from <= $as_of AND $as_of < own.to
      AND own.recordedAt <= $known_at AND (own.retractedAt IS NULL OR $known_at < own.retractedAt)
    RETURN ['IN_CIRCUMSTANCE', own.key, own.source, own.recordedAt.epochMillis, own.from > date('0001-01-01')]
  } END,
  COLLECT {
    MATCH (node)-[stay:PLACED_WITH|FORMER_PLACED_WITH]->(organisation)
    WHERE stay.from <= $as_of AND $as_of < stay.to
      AND stay.recordedAt <= $known_at AND (stay.retractedAt IS NULL OR $known_at < stay.retractedAt)
    RETURN [organisation.id, stay.kind,
      ['PLACED_WITH', stay.key, stay.source, stay.recordedAt.epochMillis, stay.from > date('0001-01-01')]]
  },
  responsible
]) AS page
