// Which limbs of art. 92 the records show. A gap is there when guardians are recorded and none of them is able or away, an emergency
// aside. OUT_OF_CONTACT: with a gap, a guardian is out of contact or declared missing. OWN_OR_EMERGENCY: with a gap, by what a guardian
// cannot help. NEGLECT: with a gap, a guardian refuses or neglects. HARM: a guardian abuses the child and no public guardian is able.
// NOT_FOUND: a homeless child or foundling without any recorded guardian.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE none(entry IN responsible WHERE entry.kind <> 'CARER' AND entry.state IN ['ABLE', 'AWAY'])
  OR any(entry IN responsible WHERE entry.kind <> 'CARER' AND any(fact IN entry.facts WHERE fact.kind IN ['ABUSE', 'EMERGENCY']))
WITH node, [entry IN responsible WHERE entry.kind <> 'CARER'] AS guardians
WITH *, COLLECT {
  UNWIND guardians AS entry
  UNWIND [fact IN entry.facts WHERE fact.kind = 'EMERGENCY'] AS fact
  RETURN {id: entry.id, record: {of: entry.id, id: fact.key, fact: type(fact), source: fact.source, recordedAt: fact.recordedAt.epochMillis}}
} AS emergencies, [fact IN own_facts WHERE fact.kind IN ['HOMELESS', 'FOUNDLING'] | fields.Fact.evidence(fact)] AS lost, COLLECT {
  UNWIND [entry IN guardians WHERE entry.state = 'NEGLECTING'] AS entry
  UNWIND [fact IN entry.facts WHERE fact.kind IN ['NEGLECT', 'ABUSE', 'ABANDONMENT', 'REFUSES_DUTY']
    AND (fact.towardChildId IS NULL OR fact.towardChildId = node.id)] AS fact
  RETURN {id: entry.id, kind: fact.kind}
} AS harms, EXISTS {
  MATCH (public:Person|Organisation)-[holds:GUARDIAN_OF]->(node)
  WHERE holds.basis IN ['TEMPORARY', 'CIVIL_AFFAIRS'] AND any(entry IN responsible WHERE entry.kind = 'GUARDIAN' AND entry.state = 'ABLE' AND entry.party = public)
} AS publicGuardian
WITH *, size(guardians) > 0 AND none(entry IN guardians WHERE entry.state IN ['ABLE', 'AWAY']
  AND none(each IN emergencies WHERE each.id = entry.id)) AS gap
WITH *, [limb IN [
  CASE WHEN gap AND any(entry IN guardians WHERE entry.state IN ['OUT_OF_CONTACT', 'DECLARED_MISSING']) THEN 'OUT_OF_CONTACT' END,
  CASE WHEN gap AND (size(emergencies) > 0 OR any(entry IN guardians WHERE entry.state IN ['DETAINED', 'DEPORTED', 'INCAPACITATED', 'MINOR', 'CLOSED']))
    THEN 'OWN_OR_EMERGENCY' END,
  CASE WHEN gap AND any(each IN harms WHERE each.kind <> 'ABUSE') THEN 'NEGLECT' END,
  CASE WHEN NOT publicGuardian AND any(each IN harms WHERE each.kind = 'ABUSE') THEN 'HARM' END,
  CASE WHEN size(guardians) = 0 AND size(lost) > 0 THEN 'NOT_FOUND' END
] WHERE limb IS NOT NULL] AS limbs
WHERE size(limbs) > 0
WITH {
  people: [entry IN guardians | {id: entry.id, role: entry.kind, status: entry.state, records: fields.Responsible.evidence(entry)}],
  records: [each IN emergencies | each.record] + CASE WHEN 'NOT_FOUND' IN limbs THEN lost ELSE [] END, limbs: limbs
} AS hit
RETURN hit
