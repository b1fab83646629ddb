// Which recorded guardianships the law does not carry. TESTAMENT: while a parent is capable. AGREEMENT: with somebody who is no parent,
// while a parent is capable. ENTRUSTED: of somebody who is an entrusted carer at the same time.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.kind = 'GUARDIAN')
WITH node, [entry IN responsible WHERE entry.kind = 'PARENT' AND entry.state IN ['ABLE', 'AWAY']] AS capable
MATCH (holder:Person|Organisation)-[holds:GUARDIAN_OF]->(node)
WITH *, CASE
  WHEN holds.basis = 'TESTAMENT' AND size(capable) > 0 THEN 'TESTAMENT'
  WHEN holds.basis = 'AGREEMENT' AND size(capable) > 0 AND none(entry IN responsible WHERE entry.kind = 'PARENT' AND entry.party = holder) THEN 'AGREEMENT'
  WHEN any(entry IN responsible WHERE entry.kind = 'CARER' AND entry.party = holder) THEN 'ENTRUSTED' END AS because
WHERE because IS NOT NULL
WITH collect({
  id: head([entry IN responsible WHERE entry.party = holder | entry.id]), role: 'GUARDIAN', status: because,
  records: [fields.Fact.evidence(holds)]
}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
