// Which limbs of art. 92 the records show. A gap is there when guardians are recorded and none of them is able or away, an emergency
// aside. OUT_OF_CONTACT: with a gap, a guardian is out of contact or declared missing. OWN_OR_EMERGENCY: with a gap, by what a guardian
// cannot help. NEGLECT: with a gap, a guardian refuses or neglects. HARM: a guardian abuses the child and no public guardian is able.
// NOT_FOUND: a homeless child or foundling without any recorded guardian.
//
// Parameters: none
// Returns: hit MAP
WITH node, [entry IN responsible WHERE entry.kind <> 'CARER'] AS guardians, COLLECT {
  UNWIND [entry IN responsible WHERE entry.kind <> 'CARER'] AS entry
  WITH entry, entry.party AS adult
  MATCH (adult:Person)-[crisis:IN_CIRCUMSTANCE]->(kind:CircumstanceKind)
  WHERE crisis.kind = 'EMERGENCY'
  RETURN {id: entry.party.id, record: {of: entry.party.id, id: crisis.key, fact: type(crisis), source: crisis.source, recordedAt: crisis.recordedAt}}
} AS emergencies, COLLECT {
  MATCH (node)-[own:IN_CIRCUMSTANCE]->(kind:CircumstanceKind)
  WHERE own.kind IN ['HOMELESS', 'FOUNDLING']
  RETURN {id: own.key, fact: type(own), source: own.source, recordedAt: own.recordedAt}
} AS lost, COLLECT {
  UNWIND [entry IN responsible WHERE entry.state = 'NEGLECTING' AND entry.kind <> 'CARER'] AS entry
  WITH entry, entry.party AS adult
  MATCH (adult:Person)-[harm:IN_CIRCUMSTANCE]->(kind:CircumstanceKind)
  WHERE harm.kind IN ['NEGLECT', 'ABUSE', 'ABANDONMENT', 'REFUSES_DUTY']
    AND (harm.towardChildId IS NULL OR harm.towardChildId = node.id)
  RETURN {id: entry.party.id, kind: harm.kind}
} AS harms, EXISTS {
  MATCH (public:Person|Organisation)-[holds:GUARDIAN_OF]->(node)
  WHERE holds.basis IN ['TEMPORARY', 'CIVIL_AFFAIRS'] AND any(entry IN responsible WHERE entry.kind = 'GUARDIAN' AND entry.state = 'ABLE' AND entry.party = public)
} AS publicGuardian
WITH *, size(guardians) > 0 AND none(entry IN guardians WHERE entry.state IN ['ABLE', 'AWAY']
  AND none(each IN emergencies WHERE each.id = entry.party.id)) AS gap
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
  people: [entry IN guardians | {id: entry.party.id, role: entry.kind, status: entry.state, records: entry.records}],
  records: [each IN emergencies | each.record] + CASE WHEN 'NOT_FOUND' IN limbs THEN lost ELSE [] END, limbs: limbs
} AS hit
RETURN hit
