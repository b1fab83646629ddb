// Everybody responsible for the child on the day, with the row of the decision table that decides their state and the records it
// rests on. Sees everything: the grade must not depend on who asks.
// Source: Civil Code, arts 27–32, 36; Minor Protection Law, art. 22; the decision table in rules/effective_guardianship.
//
// Parameters:
//   state_of_row: LIST<STRING> (state by row)
// Returns: entry MAP: party (node), kind, row, state, roles, deciding and records (maps), hides BOOLEAN (components of a multiple disability)
MATCH (adult:Person|Organisation)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(node)
WHERE role.kind IS NULL OR role.kind <> 'STEP'
WITH node, adult, type(role) AS roleType, type(role) = 'ENTRUSTED_CARER_OF' AS carer, collect(role) AS roles
WITH *, fields.Child.ability(node, adult, carer) AS ability,
  [each IN roles | {id: each.key, fact: type(each), source: each.source, recordedAt: each.recordedAt}] AS roleRecords
WITH {
  party: adult,
  kind: CASE roleType WHEN 'PARENT_OF' THEN 'PARENT' WHEN 'GUARDIAN_OF' THEN 'GUARDIAN' ELSE 'CARER' END,
  row: ability.row, state: $state_of_row[ability.row], roles: roleRecords, deciding: ability.records,
  records: CASE WHEN size(ability.records) > 0 THEN ability.records ELSE roleRecords END, hides: ability.hides
} AS entry
RETURN entry
ORDER BY CASE entry.kind WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, entry.party.id
