// Those enrolled at a school on the day.
//
// Parameters:
//   value: STRING (id)
// Returns: conditions on node, or patterns that it is part of
MATCH (place:School {id: $value})<-[enrolment:ENROLLED_AT]-(node)
