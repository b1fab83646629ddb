// The organisations that the law names last: the civil-affairs bureau of the county where the child lives and the committee of its village
// or neighbourhood, with their ability. Sees everything.
// Source: Civil Code, arts 25 and 32; guardianship.md section 7.
//
// Parameters:
//   children: LIST<STRING> (ids)
// Returns: LIST: child id, organisation id, kind, whether in the child's own division, row INTEGER, deciding records as in standing.cypher
UNWIND $children AS id
MATCH (child:Person {id: id})
MATCH (adult:Organisation)
WHERE adult.division STARTS WITH left(child.division, 6)
  AND (adult.kind = 'CIVIL_AFFAIRS_BUREAU' OR adult.kind = 'VILLAGE_COMMITTEE' AND adult.division = child.division)
WITH *, false AS carer
WITH *, fields.Child.ability(child, adult, carer) AS ability
RETURN [child.id, adult.id, adult.kind, adult.division = child.division, ability.row, [each IN ability.records |
  [each.fact, each.id, each.source, each.recordedAt.epochMillis, each.startKnown]]]
