// Who lives in the same household as a person on the day, the person included. A household of more members is a collective one, and says
// nothing about who lives together.
//
// Parameters:
//   as_of: DATE
//   person: STRING (id)
//   largest_household: INTEGER
// Returns: LIST of each member: household id, then id, sex, birth date, death date of the member
MATCH (person:Person {id: $person})-[its:MEMBER_OF]->(home:Household)
MATCH (home)<-[theirs:MEMBER_OF]-(member:Person)
WHERE member.aliveUntil > $as_of
WITH home, collect(DISTINCT member) AS members
WHERE size(members) <= $largest_household
UNWIND members AS each
RETURN [home.id, each.id, each.sex, each.birthDate, each.deathDate]
