// About whom anything recorded begins or ends on a day that a grade may depend on: facts, lives, openings, and the birthdays on
// which somebody becomes a child, may support themselves, or comes of age. Reads every fact of these kinds: once a day.
//
// Parameters:
//   day: DATE
//   adult_born_after: DATE (born after: not yet adult on the day before)
//   adult_born_by: DATE (born on or before: adult on the day)
//   self_supporting_born_after: DATE (born after: not yet old enough to be self-supporting on the day before)
//   self_supporting_born_by: DATE (born on or before: old enough on the day)
// Returns: people LIST<STRING> (ids of persons and organisations), children LIST<STRING> (ids of those to whom somebody is responsible)
CALL () {
  MATCH (party)-[fact:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE|HAS_DISABILITY|FORMER_HAS_DISABILITY|ABSENT_IN|FORMER_ABSENT_IN|MEMBER_OF|FORMER_MEMBER_OF]->()
  WHERE fact.from = $day OR fact.to = $day
  RETURN party
  UNION
  MATCH (party:Person)
  WHERE party.birthDate > $adult_born_after AND party.birthDate <= $adult_born_by
  RETURN party
  UNION
  MATCH (party:Person)
  WHERE party.birthDate > $self_supporting_born_after AND party.birthDate <= $self_supporting_born_by
  RETURN party
  UNION
  MATCH (party:Person)
  WHERE party.birthDate = $day
  RETURN party
  UNION
  MATCH (party:Person)
  WHERE party.aliveUntil = $day
  RETURN party
  UNION
  MATCH (party:Organisation)
  WHERE party.from = $day OR party.to = $day
  RETURN party
  UNION
  MATCH (version:Version)
  WHERE version.birthDate > $adult_born_after AND version.birthDate <= $adult_born_by
    OR version.birthDate > $self_supporting_born_after AND version.birthDate <= $self_supporting_born_by
    OR version.birthDate = $day OR version.aliveUntil = $day OR version.from = $day OR version.to = $day
  MATCH (party:Person|Organisation)-[:HAD_VERSION]->(version)
  RETURN party
}
WITH collect(party.id) AS people
CALL () {
  MATCH ()-[role:PARENT_OF|FORMER_PARENT_OF|GUARDIAN_OF|FORMER_GUARDIAN_OF|GUARDIANSHIP_REVOKED_FOR|FORMER_GUARDIANSHIP_REVOKED_FOR|ENTRUSTED_CARER_OF|FORMER_ENTRUSTED_CARER_OF]->(child)
  WHERE role.from = $day OR role.to = $day
  RETURN collect(DISTINCT child.id) AS children
}
RETURN people, children
