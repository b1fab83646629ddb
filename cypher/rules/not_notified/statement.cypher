// Of which entrusted care school and village were not both notified, as far as recorded.
//
// Parameters: none
// Returns: hit MAP
MATCH (carer:Person)-[care:ENTRUSTED_CARER_OF]->(node)
WHERE coalesce(care.schoolNotified, false) = false OR coalesce(care.villageNotified, false) = false
WITH collect({id: head([entry IN responsible WHERE entry.party = carer | entry.party.id]), role: 'CARER', status: 'ENTRUSTED', schoolNotified: care.schoolNotified, villageNotified: care.villageNotified, records: [{id: care.key, fact: type(care), source: care.source, recordedAt: care.recordedAt}]}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
