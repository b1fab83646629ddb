// Those with an enrolment of one of these statuses on the day.
//
// Parameters:
//   value: LIST<STRING>
// Returns: conditions on node, or patterns that it is part of
WHERE EXISTS { MATCH (node)-[enrolment:ENROLLED_AT]->(place:School) WHERE enrolment.status IN $value }
