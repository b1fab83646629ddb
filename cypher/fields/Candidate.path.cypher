// How the candidate is related to the child, when the reader may see everybody on the way; else nothing of it.
//
// Parameters: none
// Returns: step MAP: id, fact, kind, source, recordedAt, place; person
WITH node.path AS path, COLLECT {
  UNWIND node.path AS each
  MATCH (named:Person {id: each.person})
  RETURN each
} AS seen
UNWIND CASE WHEN size(seen) = size(path) THEN path ELSE [] END AS step
MATCH (person:Person {id: step.person})
RETURN step, person
ORDER BY step.place
