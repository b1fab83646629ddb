// How far guardianship of the child is effective: the first row of the table of grades that applies. Sees everything: the grade
// must not depend on who asks. Most children are settled by one able guardian about whom nothing holds.
// Source: the decision table in rules/effective_guardianship.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
// Returns: STRING
WITH node, CASE
    WHEN node.birthDate <= $self_supporting_born_by AND size(fields.Child.selfSupporting(node)) > 0 THEN 'NOT_REQUIRED'
    WHEN EXISTS {
      MATCH (guardian:Person)-[role:PARENT_OF|GUARDIAN_OF]->(node)
      WHERE (role.kind IS NULL OR role.kind <> 'STEP') AND guardian.birthDate <= $adult_born_by
        AND (guardian.deathDate IS NULL OR guardian.deathDate > $as_of)
        AND NOT EXISTS {
          MATCH (guardian)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
        }
    } THEN 'EFFECTIVE' END AS plain
WITH *, CASE WHEN plain IS NULL
  THEN {selfSupporting: [], responsible: [entry IN fields.Child.responsible(node) | {kind: entry.kind, state: entry.state}]}
END AS assessment
RETURN coalesce(plain, fields.GuardianshipAssessment.grade(assessment))
