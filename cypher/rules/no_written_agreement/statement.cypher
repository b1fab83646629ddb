// Which entrusted care has no written agreement on record.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.kind = 'CARER')
MATCH (carer:Person)-[care:ENTRUSTED_CARER_OF]->(node)
WHERE coalesce(care.writtenAgreement, false) = false
WITH collect({id: head([entry IN responsible WHERE entry.party = carer | entry.id]), role: 'CARER', status: 'ENTRUSTED', writtenAgreement: care.writtenAgreement, records: [fields.Fact.evidence(care)]}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
