// Whether somebody should look for a parent: one parent is gone, and the other, about whom nothing listed is recorded, shares no
// household with the child and has no recorded contact in the last months.
//
// Parameters:
//   as_of: DATE
//   no_contact_months: INTEGER
// Returns: hit MAP
WITH * WHERE size(parents) = 2 AND any(parent IN parents WHERE parent.status = 'GONE')
UNWIND [parent IN parents WHERE parent.status = 'OK' | parent.party] AS absent
MATCH (absent:Person)
WHERE NOT EXISTS { MATCH (absent)-[theirs:MEMBER_OF]->(home:Household)<-[its:MEMBER_OF]-(node) }
  AND NOT EXISTS {
    MATCH (absent)-[everAway:ABSENT_IN]->(place:Division)
    WHERE everAway.lastContact <= $as_of AND everAway.lastContact + duration({months: $no_contact_months}) > $as_of
  }
WITH {
  people: [parent IN parents | {id: parent.id, role: 'PARENT', status: parent.status, records: parent.records}],
  records: COLLECT { MATCH (absent)-[away:ABSENT_IN]->(place:Division) RETURN {of: absent.id, id: away.key, fact: type(away), source: away.source, recordedAt: away.recordedAt.epochMillis} },
  lookFor: absent.id
} AS hit
RETURN hit
