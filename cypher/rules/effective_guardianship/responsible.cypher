// Everybody responsible for each of the given children on a day, with the row of the decision table that decides their state
// and the records it rests on. Persons who are no child on that day are left out.
//
// Parameters:
//   children: LIST<STRING> (ids)
//   as_of: DATE
//   adult_born_by: DATE (born on or before: adult on as_of)
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
//   row_of_circumstance: MAP (circumstance kind to row)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
//   carer_row: INTEGER (the row that concerns entrusted carers only)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
// Returns: page LIST<LIST>, one list per child: id, residence division, registration division, recorded parents ever INTEGER,
//   self-supporting records, placements [organisation id, kind, record], responsible. A record is
//   [feed's relationship type or label, key, source, recorded at (epoch milliseconds), start date known BOOLEAN]; somebody responsible is
//   [id, role type, row INTEGER, role records, deciding records, hidden disability components BOOLEAN].
UNWIND $children AS childId
MATCH (child:Person {id: childId})
WHERE child.birthDate > $adult_born_by AND child.birthDate <= $as_of
  AND child.aliveUntil > $as_of
WITH child, left(coalesce(child.residenceDivision, child.registrationDivision), 6) AS county
CALL (child, county) {
  MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(child)
  WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
  WITH child, county, adult, type(role) AS roleType, collect(role) AS roles
  WITH *, COLLECT {
    MATCH (adult)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
    WHERE fact.from <= $as_of AND $as_of < fact.to
    WITH fact, CASE type(fact)
      WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact.kind]
        WHEN $toward_row THEN CASE WHEN fact.towardChildId IS NULL OR fact.towardChildId = child.id THEN $toward_row END
        WHEN $carer_row THEN CASE WHEN roleType = 'ENTRUSTED_CARER_OF' THEN $carer_row END
        ELSE $row_of_circumstance[fact.kind] END
      WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE WHEN end = child THEN 3 END
      WHEN 'HAS_DISABILITY' THEN CASE
        WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 8
        WHEN fact.type = 7 THEN 99 END
      WHEN 'ABSENT_IN' THEN CASE WHEN coalesce(left(fact.destinationDivision, 6) <> county, true) AND NOT EXISTS {
          MATCH (adult)-[theirs:MEMBER_OF]->(:Household)<-[its:MEMBER_OF]-(child)
          WHERE theirs.from <= $as_of AND $as_of < theirs.to AND its.from <= $as_of AND $as_of < its.to
        } THEN 11 END
      END AS row
    WHERE row IS NOT NULL
    RETURN [row, fact]
  } AS facts
  WITH *, CASE
      WHEN adult:Organisation THEN CASE WHEN adult.to <= $as_of OR adult.from > $as_of THEN 0 ELSE 12 END
      WHEN adult.aliveUntil <= $as_of THEN 1
      WHEN adult.birthDate > $adult_born_by AND NOT EXISTS {
        (adult)-[own:IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
        WHERE own.from <= $as_of AND $as_of < own.to
      } THEN 4
      ELSE 12 END AS ownRow
  WITH *, reduce(row = ownRow, fact IN facts | CASE WHEN fact[0] < row THEN fact[0] ELSE row END) AS row
  RETURN collect([
    adult.id, roleType, row,
    [role IN roles | [type(role), role.key, role.source, role.recordedAt.epochMillis, role.from > date('0001-01-01')]],
    CASE WHEN row IN [0, 1, 4]
      THEN [[head(labels(adult)), coalesce(adult.recordId, adult.id), adult.source, adult.recordedAt.epochMillis, true]]
      ELSE [fact IN facts WHERE fact[0] = row |
        [type(fact[1]), fact[1].key, fact[1].source, fact[1].recordedAt.epochMillis, fact[1].from > date('0001-01-01')]] END,
    any(fact IN facts WHERE fact[0] = 99)
  ]) AS responsible
}
RETURN collect([
  child.id, child.residenceDivision, child.registrationDivision,
  COUNT { MATCH (parent)-[ever:PARENT_OF]->(child) WHERE ever.kind <> 'STEP' RETURN DISTINCT parent },
  CASE WHEN child.birthDate > $self_supporting_born_by THEN [] ELSE COLLECT {
    MATCH (child)-[own:IN_CIRCUMSTANCE {kind: 'SELF_SUPPORTING'}]->()
    WHERE own.from <= $as_of AND $as_of < own.to
    RETURN [type(own), own.key, own.source, own.recordedAt.epochMillis, own.from > date('0001-01-01')]
  } END,
  COLLECT {
    MATCH (child)-[stay:PLACED_WITH]->(organisation)
    WHERE stay.from <= $as_of AND $as_of < stay.to
    RETURN [organisation.id, stay.kind, [type(stay), stay.key, stay.source, stay.recordedAt.epochMillis, stay.from > date('0001-01-01')]]
  },
  responsible
]) AS page
