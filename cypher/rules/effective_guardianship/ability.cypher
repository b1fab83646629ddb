// How able somebody would be to look after the child if they held a role that they need not hold: the row of the decision table and
// the records it rests on. Sees everything.
// Source: the decision table in this folder.
//
// Parameters:
//   party: STRING (id of a person or organisation)
//   role: STRING (type of the relationship: GUARDIAN_OF or ENTRUSTED_CARER_OF)
// Returns: entry MAP: row, deciding (lists as in responsible.cypher), hides BOOLEAN (components of a multiple disability)
MATCH (adult:Person|Organisation {id: $party})
WITH *, $role = 'ENTRUSTED_CARER_OF' AS carer
WITH *, fields.Child.ability(node, adult, carer) AS ability
WITH {
  row: ability.row,
  deciding: [each IN ability.records | [each.fact, each.id, each.source, each.recordedAt.epochMillis, each.startKnown]],
  hides: ability.hides
} AS entry
RETURN entry
