// How able somebody would be to look after the child if they held a role that they need not hold: the row of the decision table and
// the records it rests on, as in fields/Child.responsible. Sees everything.
// Source: the decision table in this folder.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   carer_row: INTEGER (the row that concerns entrusted carers only)
//   party: STRING (id of a person or organisation)
//   role: STRING (type of the relationship: GUARDIAN_OF or ENTRUSTED_CARER_OF)
//   row_of_circumstance: MAP (circumstance kind to row)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
// Returns: entry MAP: row, deciding (maps), hides BOOLEAN (components of a multiple disability)
MATCH (adult:Person|Organisation {id: $party})
WITH node, adult, COLLECT {
  MATCH (adult)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
  WITH fact, CASE type(fact)
    WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact.kind]
      WHEN $toward_row THEN CASE WHEN fact.towardChildId IS NULL OR fact.towardChildId = node.id THEN $toward_row END
      WHEN $carer_row THEN CASE WHEN $role = 'ENTRUSTED_CARER_OF' THEN $carer_row END
      ELSE $row_of_circumstance[fact.kind] END
    WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN CASE WHEN end = node THEN 3 END
    WHEN 'HAS_DISABILITY' THEN CASE
      WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 8
      WHEN fact.type = 7 THEN 99 END
    WHEN 'ABSENT_IN' THEN CASE
      WHEN coalesce(left(fact.destinationDivision, 6) <> left(coalesce(node.residenceDivision, node.registrationDivision), 6), true)
        AND NOT EXISTS { MATCH (adult)-[theirs:MEMBER_OF]->(home:Household)<-[its:MEMBER_OF]-(node) } THEN 11 END
    END AS row
  WHERE row IS NOT NULL
  RETURN [row, fact]
} AS facts
WITH *, CASE
    WHEN adult:Organisation THEN CASE WHEN adult.to <= $as_of OR adult.from > $as_of THEN 0 ELSE 12 END
    WHEN adult.deathDate <= $as_of THEN 1
    WHEN adult.birthDate > $adult_born_by AND NOT EXISTS {
      MATCH (adult)-[own:IN_CIRCUMSTANCE]->(kind:CircumstanceKind) WHERE own.kind = 'SELF_SUPPORTING'
    } THEN 4
    ELSE 12 END AS ownRow
WITH *, reduce(least = ownRow, pair IN facts | CASE WHEN pair[0] < least THEN pair[0] ELSE least END) AS deciding
WITH {
  row: deciding,
  deciding: CASE WHEN deciding IN [0, 1, 4]
    THEN [[head(labels(adult)), coalesce(adult.recordId, adult.id), adult.source, adult.recordedAt.epochMillis, true]]
    ELSE [pair IN facts WHERE pair[0] = deciding |
      [type(pair[1]), pair[1].key, pair[1].source, pair[1].recordedAt.epochMillis, pair[1].from > date('0001-01-01')]] END,
  hides: any(pair IN facts WHERE pair[0] = 99)
} AS entry
RETURN entry
