// The days within reach on which something begins or ends that is recorded of the child or of those who are or will be responsible.
// On each of them the child is graded again; the rule holds of the first on which guardianship is no longer effective. Sees everything.
//
// Parameters:
//   as_of: DATE
//   days: INTEGER (so many days are looked ahead)
// Returns: hit MAP: days LIST<DATE>
WITH node, COLLECT {
  MATCH (adult:Person|Organisation)-[everRole:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF]->(node)
  WHERE everRole.to > $as_of AND everRole.from <= $as_of + duration({days: $days})
  WITH DISTINCT adult
  UNWIND [adult.deathDate, adult.to] + COLLECT {
    MATCH (adult)-[everFact:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|GUARDIANSHIP_REVOKED_FOR|IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|MEMBER_OF]->(end)
    WHERE ((everFact.from > $as_of AND everFact.from <= $as_of + duration({days: $days}))
        OR (everFact.to > $as_of AND everFact.to <= $as_of + duration({days: $days})))
      AND (NOT type(everFact) IN ['PARENT_OF', 'GUARDIAN_OF', 'ENTRUSTED_CARER_OF', 'GUARDIANSHIP_REVOKED_FOR'] OR end = node)
    UNWIND [everFact.from, everFact.to] AS day
    RETURN day
  } AS day
  RETURN day
} + COLLECT {
  MATCH (node)-[everOwn:MEMBER_OF|IN_CIRCUMSTANCE]->(kind)
  UNWIND [everOwn.from, everOwn.to] AS day
  RETURN day
} AS found
WITH [day IN found WHERE day > $as_of AND day <= $as_of + duration({days: $days})] AS ahead
WITH {days: ahead} AS hit
WHERE size(ahead) > 0
RETURN hit
