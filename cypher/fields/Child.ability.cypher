// Ability of `adult`, a person or an organisation, for the child on the day, as an entrusted carer if `carer`: the lowest row of the
// decision table that applies, and the records it rests on. Sees everything: the grade must not depend on who asks.
// Source: the decision table in rules/effective_guardianship; guardianship.md section 3.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   carer_row: INTEGER (the row that concerns entrusted carers only)
//   row_of_circumstance: MAP (circumstance kind to row)
//   severe_grade: INTEGER (disability of this grade or graver is severe)
//   severe_types: LIST<INTEGER> (disability of these types is severe at every grade)
//   toward_row: INTEGER (the row whose circumstances count only toward this child, or toward no child in particular)
// Returns: MAP: row, records (maps), hides BOOLEAN (components of a multiple disability), facts (all that hold of the adult on the day)
WITH *, COLLECT {
  MATCH (adult)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
  WHERE type(fact) <> 'GUARDIANSHIP_REVOKED_FOR' OR end = node
  RETURN [CASE type(fact)
    WHEN 'IN_CIRCUMSTANCE' THEN CASE $row_of_circumstance[fact.kind]
      WHEN $toward_row THEN CASE WHEN fact.towardChildId IS NULL OR fact.towardChildId = node.id THEN $toward_row END
      WHEN $carer_row THEN CASE WHEN carer THEN $carer_row END
      ELSE $row_of_circumstance[fact.kind] END
    WHEN 'GUARDIANSHIP_REVOKED_FOR' THEN 3
    WHEN 'HAS_DISABILITY' THEN CASE
      WHEN fact.grade <= $severe_grade OR fact.type IN $severe_types THEN 8
      WHEN fact.type = 7 THEN 99 END
    WHEN 'ABSENT_IN' THEN CASE
      WHEN coalesce(left(fact.destinationDivision, 6) <> left(coalesce(node.residenceDivision, node.registrationDivision), 6), true)
        AND NOT EXISTS { MATCH (adult)-[theirs:MEMBER_OF]->(home:Household)<-[its:MEMBER_OF]-(node) } THEN 11 END
    END, fact] AS pair
} AS facts
WITH *, CASE
    WHEN adult:Organisation THEN CASE WHEN adult.to <= $as_of OR adult.from > $as_of THEN 0 ELSE 12 END
    WHEN adult.aliveUntil <= $as_of THEN 1
    WHEN adult.birthDate > $adult_born_by AND NOT EXISTS {
      MATCH (adult)-[own:IN_CIRCUMSTANCE]->(kind:CircumstanceKind) WHERE own.kind = 'SELF_SUPPORTING'
    } THEN 4
    ELSE 12 END AS ownRow
WITH *, reduce(least = ownRow, pair IN facts | CASE WHEN pair[0] < least THEN pair[0] ELSE least END) AS deciding
RETURN {row: deciding, hides: any(pair IN facts WHERE coalesce(pair[0] = 99, false)), facts: [pair IN facts | pair[1]], records: CASE
  WHEN deciding IN [0, 1, 4] THEN [{id: coalesce(adult.recordId, adult.id), fact: head(labels(adult)), source: adult.source,
    recordedAt: adult.recordedAt, startKnown: true}]
  ELSE [pair IN facts WHERE pair[0] = deciding | {id: pair[1].key, fact: type(pair[1]), source: pair[1].source,
    recordedAt: pair[1].recordedAt, startKnown: pair[1].from > date('0001-01-01')}] END}
