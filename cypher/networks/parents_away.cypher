// The parents of each child who are absent on the day outside the child's county, where, and how able they are toward the child. Sees
// everything. A parent whose own row was not known at the moment is named by the role.
// Source: guardianship.md section 3, row 10; a parentage by marriage alone makes nobody responsible.
//
// Parameters:
//   as_of: DATE
//   children: LIST<STRING> (ids)
// Returns: LIST: child id, the child's division, parent id, code of the destination, row INTEGER, the absence: [type, key, source,
//   recorded at (epoch milliseconds), start date known BOOLEAN]
UNWIND $children AS id
MATCH (child:Person {id: id})
MATCH (adult:Person)-[role:PARENT_OF]->(child)
WHERE (role.kind IS NULL OR role.kind <> 'STEP') AND (adult.deathDate IS NULL OR adult.deathDate > $as_of)
MATCH (adult)-[absence:ABSENT_IN]->(destination:Division)
WHERE coalesce(left(absence.destinationDivision, 6) <> left(coalesce(child.residenceDivision, child.registrationDivision), 6), true)
WITH *, false AS carer
WITH *, fields.Child.ability(child, adult, carer) AS ability
RETURN [child.id, child.division, startNode(role).id, absence.destinationDivision, ability.row,
  [type(absence), absence.key, absence.source, absence.recordedAt.epochMillis, absence.from > date('0001-01-01')]]
