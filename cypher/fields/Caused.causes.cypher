// What happens on the day, but for what concerns those whom the reader may not see.
//
// Parameters: none
// Returns: cause MAP: who (id; null of the law), event, kind, records, place
UNWIND node.causes AS cause
WITH cause WHERE cause.who IS NULL OR EXISTS { MATCH (named:Person|Organisation {id: cause.who}) }
RETURN cause
ORDER BY cause.place
