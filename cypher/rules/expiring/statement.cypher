// The days within reach on which something recorded about those responsible, or about where the child and they live, begins or ends.
// On each of them the child is graded again; the rule holds of the first on which guardianship is no longer effective. Sees everything.
//
// Parameters:
//   as_of: DATE
//   days: INTEGER (so many days are looked ahead)
// Returns: hit MAP: days LIST<DATE>
WITH node, COLLECT {
  UNWIND responsible AS entry
  WITH entry.party AS adult
  MATCH (adult:Person|Organisation)-[everFact:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|GUARDIANSHIP_REVOKED_FOR|IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|MEMBER_OF]->(end)
  WHERE NOT type(everFact) IN ['PARENT_OF', 'GUARDIAN_OF', 'ENTRUSTED_CARER_OF', 'GUARDIANSHIP_REVOKED_FOR'] OR end = node
  UNWIND [everFact.from, everFact.to] AS day
  RETURN day
} + COLLECT {
  MATCH (node)-[everHome:MEMBER_OF]->(home:Household)
  UNWIND [everHome.from, everHome.to] AS day
  RETURN day
} + COLLECT {
  UNWIND responsible AS entry
  WITH entry.party AS adult
  MATCH (adult:Person|Organisation)
  UNWIND [adult.deathDate, adult.to] AS day
  RETURN day
} AS found
WITH [day IN found WHERE day > $as_of AND day <= $as_of + duration({days: $days})] AS ahead
WITH {days: ahead} AS hit
WHERE size(ahead) > 0
RETURN hit
