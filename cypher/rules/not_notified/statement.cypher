// Of which entrusted care school and village were not both notified, as far as recorded.
//
// Parameters: none
// Returns: hit MAP
WITH * WHERE any(entry IN responsible WHERE entry.kind = 'CARER')
MATCH (carer:Person)-[care:ENTRUSTED_CARER_OF]->(node)
WHERE coalesce(care.schoolNotified, false) = false OR coalesce(care.villageNotified, false) = false
WITH collect({id: head([entry IN responsible WHERE entry.party = carer | entry.id]), role: 'CARER', status: 'ENTRUSTED', schoolNotified: care.schoolNotified, villageNotified: care.villageNotified, records: [fields.Fact.evidence(care)]}) AS people
WITH {people: people, records: []} AS hit
WHERE size(people) > 0
RETURN hit
