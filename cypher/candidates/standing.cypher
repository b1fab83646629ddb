// How each person stands who could become guardian of a child: age, where they live, ability, what bars them from being entrusted with
// care, and how many children are in their care. Who is not older than the child is left out: they cannot be of age before it is. Sees
// everything.
// Source: guardianship.md sections 3 and 7; Minor Protection Law, art. 22.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   pairs: LIST<MAP> (ids: child, person)
// Returns: LIST: child id, person id, birth date, division, row INTEGER, deciding records, bars, wards INTEGER. A record is
//   [type or label, key, source, recorded at (epoch milliseconds), start date known BOOLEAN]
UNWIND $pairs AS pair
MATCH (child:Person {id: pair.child}), (adult:Person {id: pair.person})
WHERE adult.birthDate IS NULL OR adult.birthDate < child.birthDate
WITH *, false AS carer
WITH *, fields.Child.ability(child, adult, carer) AS ability, COLLECT {
  MATCH (adult)-[bar:IN_CIRCUMSTANCE]->(kind:CircumstanceKind)
  WHERE bar.kind = 'BARRED_CARER'
  RETURN [type(bar), bar.key, bar.source, bar.recordedAt.epochMillis, bar.from > date('0001-01-01')]
} AS bars, COUNT {
  MATCH (adult)-[role:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(ward:Person)
  WHERE (role.kind IS NULL OR role.kind <> 'STEP') AND ward.birthDate > $adult_born_by AND ward.birthDate <= $as_of
    AND (ward.deathDate IS NULL OR ward.deathDate > $as_of)
  RETURN DISTINCT ward
} AS wards
RETURN [pair.child, pair.person, adult.birthDate, adult.division, ability.row, [each IN ability.records |
  [each.fact, each.id, each.source, each.recordedAt.epochMillis, each.startKnown]], bars, wards]
