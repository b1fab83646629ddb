// The days within reach on which something begins or ends that is recorded of the child or of those who are or will be responsible.
// On each of them the child is graded again; the rule holds of the first on which guardianship is no longer effective. Who
// has an able guardian of whom nothing ahead is recorded stays effective. Sees everything.
//
// Parameters:
//   as_of: DATE
//   days: INTEGER (so many days are looked ahead)
// Returns: hit MAP: days LIST<DATE>
WITH *, $as_of + duration({days: $days}) AS until
WITH *, COLLECT {
  MATCH (node)-[everOwn:MEMBER_OF|IN_CIRCUMSTANCE]->(kind)
  UNWIND [day IN [everOwn.from, everOwn.to] WHERE day > $as_of AND day <= until] AS day
  RETURN day
} AS own
WHERE size(own) > 0 OR NOT EXISTS {
  UNWIND [entry IN responsible WHERE entry.state = 'ABLE' AND entry.kind <> 'CARER' AND all(role IN entry.roles WHERE role.to > until)] AS entry
  WITH entry.party AS adult, until
  MATCH (adult:Person|Organisation)
  WHERE coalesce(adult.aliveUntil, adult.to, date('9999-12-31')) > until AND NOT EXISTS {
    MATCH (adult)-[everFact:GUARDIANSHIP_REVOKED_FOR|IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|MEMBER_OF]->(end)
    WHERE (everFact.from > $as_of AND everFact.from <= until) OR (everFact.to > $as_of AND everFact.to <= until)
  }
  RETURN adult
}
WITH own, COLLECT {
  MATCH (adult:Person|Organisation)-[everRole:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(node)
  WHERE everRole.to > $as_of AND everRole.from <= until
  WITH DISTINCT adult
  UNWIND [adult.deathDate, adult.to] + COLLECT {
    MATCH (adult)-[everFact:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|GUARDIANSHIP_REVOKED_FOR|IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|MEMBER_OF]->(end)
    WHERE ((everFact.from > $as_of AND everFact.from <= until)
        OR (everFact.to > $as_of AND everFact.to <= until))
      AND (NOT type(everFact) IN ['PARENT_OF', 'GUARDIAN_OF', 'ENTRUSTED_CARER_OF', 'GUARDIANSHIP_REVOKED_FOR'] OR end = node)
    UNWIND [everFact.from, everFact.to] AS day
    RETURN day
  } AS day
  RETURN day
} AS found, until
WITH own + [day IN found WHERE day > $as_of AND day <= until] AS ahead
WITH {days: ahead} AS hit
WHERE size(ahead) > 0
RETURN hit
