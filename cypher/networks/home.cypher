// Who lives in the same household as each of some persons on the day, the person included. A household of more members is a collective
// one, and says nothing about who lives together.
//
// Parameters:
//   as_of: DATE
//   persons: LIST<STRING> (ids)
//   largest_household: INTEGER
// Returns: LIST of each member: id of the person, household id, then id, sex, birth date, death date of the member
UNWIND $persons AS id
MATCH (person:Person {id: id})-[its:MEMBER_OF]->(home:Household)
MATCH (home)<-[theirs:MEMBER_OF]-(member:Person)
WHERE member.aliveUntil > $as_of
WITH id, home, collect(DISTINCT member) AS members
WHERE size(members) <= $largest_household
UNWIND members AS each
RETURN [id, home.id, each.id, each.sex, each.birthDate, each.deathDate]
