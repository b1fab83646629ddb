// How many children have an adult, living parent or guardian about whom nothing holds on the day: nested EXISTS alone, no
// townships, no names, no absences inside the county, no one who is self-supporting. What the database can do at best.
//
// Parameters:
//   as_of: DATE
//   born_after: DATE
//   born_by: DATE
//   adult_born_by: DATE (born on or before: adult on as_of)
// Returns: children INTEGER, able INTEGER
MATCH (child:Person)
WHERE child.birthDate > $born_after AND child.birthDate <= $born_by
WITH child, EXISTS {
  MATCH (guardian:Person)-[role:PARENT_OF|GUARDIAN_OF]->(child)
  WHERE role.from <= $as_of AND $as_of < role.to AND guardian.birthDate <= $adult_born_by
    AND NOT EXISTS {
      (guardian)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->()
      WHERE fact.from <= $as_of AND $as_of < fact.to
    }
} AS able
RETURN count(*) AS children, count(CASE WHEN able THEN 1 END) AS able
