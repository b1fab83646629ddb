// Of whom it is plain whether they are able to look after a child: an adult of whom nothing is on record that the decision table
// reads is able, a minor of whom no circumstance is recorded is not. The table needs to be asked about the others only. Sees
// everything: what is true of a child must not depend on who asks.
// Source: guardianship.md section 3, rows 4 and 11.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   people: LIST<STRING> (ids of those alive on the day)
// Returns: LIST of those of whom it is plain: id, whether able BOOLEAN
UNWIND $people AS id
MATCH (person:Person {id: id})
WITH person, person.birthDate <= $adult_born_by AS grown
WHERE grown AND NOT EXISTS {
    MATCH (person)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
  } OR NOT grown AND NOT EXISTS { MATCH (person)-[own:IN_CIRCUMSTANCE]->(kind:CircumstanceKind) }
RETURN [person.id, grown]
