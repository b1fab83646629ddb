// Everybody responsible for the child on the day with their state, in the order of fields/Child.responsible. Facts are left as they are:
// their records are made of those alone of whom a rule holds, by fields.Fact.evidence and fields.Responsible.evidence. Sees everything.
// Source: Civil Code, arts 27–32, 36; Minor Protection Law, art. 22; the decision table in rules/effective_guardianship.
//
// Parameters:
//   state_of_row: LIST<STRING> (state by row)
// Returns: entry MAP: party (node), id, born DATE, kind, state, roles (facts), facts (all that hold of them on the day: circumstances,
//   disabilities, absences, revocations for this child), deciding (records)
MATCH (adult:Person|Organisation)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(node)
WHERE role.kind IS NULL OR role.kind <> 'STEP'
WITH node, adult, type(role) AS roleType, collect(role) AS roles
WITH *, roleType = 'ENTRUSTED_CARER_OF' AS carer
WITH *, fields.Child.ability(node, adult, carer) AS ability
WITH {
  party: adult, born: adult.birthDate,
  kind: CASE roleType WHEN 'PARENT_OF' THEN 'PARENT' WHEN 'GUARDIAN_OF' THEN 'GUARDIAN' ELSE 'CARER' END,
  state: $state_of_row[ability.row], roles: roles, facts: ability.facts, deciding: ability.records
} AS found
WITH found{.*, id: found.party.id} AS entry
RETURN entry
ORDER BY CASE entry.kind WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, entry.id
