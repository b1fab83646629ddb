// How many children live in each township on a day, and which of them need a closer look: everybody but those who have an adult,
// living legal guardian about whom no circumstance, disability, revocation or absence outside the child's county holds, and who are
// not self-supporting.
// Whoever is not listed in `examine` is graded EFFECTIVE; whoever is listed may still be.
//
// Parameters:
//   as_of: DATE
//   born_after: DATE (range of birth dates to look at: after this day …)
//   born_by: DATE (… and on or before this one)
//   adult_born_by: DATE (born on or before: adult on as_of)
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
//   everybody: BOOLEAN (list every child in `examine`)
// Returns: page LIST<LIST>, one list per township: its code (9 digits, null when no division is known), children INTEGER,
//   examine LIST<STRING> (child ids)
MATCH (child:Person)
WHERE child.birthDate > $born_after AND child.birthDate <= $born_by
  AND child.aliveUntil > $as_of
WITH child, EXISTS {
  MATCH (guardian)-[role:PARENT_OF|GUARDIAN_OF]->(child)
  WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
    AND guardian.birthDate <= $adult_born_by
    AND guardian.aliveUntil > $as_of
    AND NOT EXISTS {
      (guardian)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->()
      WHERE fact.from <= $as_of AND $as_of < fact.to
        AND NOT coalesce(left(fact.destinationDivision, 6) = left(child.division, 6), false)
    }
} AND NOT (child.birthDate <= $self_supporting_born_by AND EXISTS {
  (child)-[own:IN_CIRCUMSTANCE]->()
  WHERE own.from <= $as_of AND $as_of < own.to
}) AS plainlyEffective
WITH left(child.division, 9) AS township, count(*) AS children,
  collect(CASE WHEN $everybody OR NOT plainlyEffective THEN child.id END) AS examine
RETURN collect([township, children, examine]) AS page
