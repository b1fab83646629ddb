// The question of children_of_division.cypher as the service could have answered it at an earlier moment. Whoever was a child by the version
// of their row in force then is counted. An adult about whom any circumstance, disability, revocation or absence outside the
// child's county was ever recorded for the day is looked at more closely, whenever it was recorded.
//
// Parameters:
//   division: STRING (code prefix, 2 to 12 digits)
//   as_of: DATE
//   known_at: ZONED DATETIME
//   born_after: DATE (range of birth dates to look at: after this day …)
//   born_by: DATE (… and on or before this one)
//   adult_born_by: DATE (born on or before: adult on as_of)
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
//   everybody: BOOLEAN (list every child in `examine`)
// Returns: page LIST<LIST>, one list per township: its code (9 digits, null when no division is known), children INTEGER,
//   examine LIST<STRING> (child ids)
CALL () {
  MATCH (node:Person)
  WHERE node.division STARTS WITH $division AND node.birthDate > $born_after AND node.birthDate <= $born_by AND node.recordedAt <= $known_at
    AND node.aliveUntil > $as_of
  RETURN node, node.division AS division, node.birthDate AS birthDate
  UNION ALL
  MATCH (version:Version)
  WHERE version.division STARTS WITH $division AND version.birthDate > $born_after AND version.birthDate <= $born_by
    AND version.recordedAt <= $known_at AND $known_at < version.retractedAt
    AND version.aliveUntil > $as_of
  MATCH (node:Person)-[:HAD_VERSION]->(version)
  RETURN node, version.division AS division, version.birthDate AS birthDate
}
WITH node, division, EXISTS {
  MATCH (guardian)-[role:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF]->(node)
  WHERE role.from <= $as_of AND $as_of < role.to AND (role.kind IS NULL OR role.kind <> 'STEP')
    AND role.recordedAt <= $known_at AND (role.retractedAt IS NULL OR $known_at < role.retractedAt)
    AND guardian.recordedAt <= $known_at
    AND guardian.birthDate <= $adult_born_by
    AND guardian.aliveUntil > $as_of
    AND NOT EXISTS {
      MATCH (guardian)-[fact:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR]->()
      WHERE fact.from <= $as_of AND $as_of < fact.to
        AND NOT coalesce(left(fact.destinationDivision, 6) = left(division, 6), false)
    }
} AND NOT (birthDate <= $self_supporting_born_by AND EXISTS {
  MATCH (node)-[own:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->()
  WHERE own.from <= $as_of AND $as_of < own.to
}) AS plainlyEffective
WITH left(division, 9) AS township, count(*) AS children,
  collect(CASE WHEN $everybody OR NOT plainlyEffective THEN node.id END) AS examine
RETURN collect([township, children, examine]) AS page
