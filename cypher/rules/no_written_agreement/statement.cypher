// Which entrusted care has no written agreement on record.
//
// Parameters: none
// Returns: hit MAP
MATCH (carer:Person)-[care:ENTRUSTED_CARER_OF]->(node)
WHERE coalesce(care.writtenAgreement, false) = false
WITH collect({id: head([entry IN responsible WHERE entry.party = carer | entry.party.id]), role: 'CARER', status: 'ENTRUSTED', writtenAgreement: care.writtenAgreement, records: [{id: care.key, fact: type(care), source: care.source, recordedAt: care.recordedAt}]}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
