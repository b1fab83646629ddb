// Who belongs to a household or is enrolled at a school on the day. Sees everything.
//
// Parameters:
//   label: STRING (Household or School)
//   place: STRING (its id)
// Returns: id of a person
MATCH (place:Household|School {id: $place})
WHERE $label IN labels(place)
MATCH (person:Person)-[belongs:MEMBER_OF|ENROLLED_AT]->(place)
RETURN person.id
