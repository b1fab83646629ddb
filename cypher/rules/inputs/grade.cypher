// How far guardianship of the child is effective, by the states that are known already; as in fields/GuardianshipAssessment.grade.
//
// Parameters:
//   self_supporting_born_by: DATE (born on or before: old enough to be self-supporting on as_of)
// Returns: STRING
RETURN CASE
  WHEN node.birthDate <= $self_supporting_born_by AND any(fact IN own_facts WHERE fact.kind = 'SELF_SUPPORTING') THEN 'NOT_REQUIRED'
  WHEN none(entry IN responsible WHERE entry.kind <> 'CARER') THEN 'UNKNOWN'
  WHEN any(entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state = 'ABLE') THEN 'EFFECTIVE'
  WHEN none(entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state = 'AWAY') THEN 'NONE'
  WHEN any(entry IN responsible WHERE entry.kind = 'CARER' AND entry.state = 'ABLE') THEN 'ENTRUSTED'
  ELSE 'ABSENT' END
