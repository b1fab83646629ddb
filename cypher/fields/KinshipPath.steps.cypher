// The steps of one way, from person to person.
//
// Parameters: none
// Returns: step MAP: id, fact, kind, source, recordedAt, place; person
UNWIND node.steps AS step
MATCH (person:Person {id: step.person})
RETURN step, person
ORDER BY step.place
