// How far guardianship is effective: the first row of the table of grades that applies.
// Source: the decision table in rules/effective_guardianship.
//
// Parameters: none
// Returns: STRING
RETURN CASE
  WHEN size(node.selfSupporting) > 0 THEN 'NOT_REQUIRED'
  WHEN none(entry IN node.responsible WHERE entry.kind <> 'CARER') THEN 'UNKNOWN'
  WHEN any(entry IN node.responsible WHERE entry.kind <> 'CARER' AND entry.state = 'ABLE') THEN 'EFFECTIVE'
  WHEN none(entry IN node.responsible WHERE entry.kind <> 'CARER' AND entry.state = 'AWAY') THEN 'NONE'
  WHEN any(entry IN node.responsible WHERE entry.kind = 'CARER' AND entry.state = 'ABLE') THEN 'ENTRUSTED'
  ELSE 'ABSENT' END
