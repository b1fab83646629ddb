// Who of these is grown up and alive and has nothing on record that could make them unable to look after some child: of them the
// decision table needs not be asked. Sees everything: what is true of a child must not depend on who asks.
// Source: guardianship.md section 3.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   people: LIST<STRING> (ids)
// Returns: id of a person
UNWIND $people AS id
MATCH (adult:Person {id: id})
WHERE adult.birthDate <= $adult_born_by AND adult.aliveUntil > $as_of AND NOT EXISTS {
  MATCH (adult)-[fact:IN_CIRCUMSTANCE|HAS_DISABILITY|ABSENT_IN|GUARDIANSHIP_REVOKED_FOR]->(end)
}
RETURN id
