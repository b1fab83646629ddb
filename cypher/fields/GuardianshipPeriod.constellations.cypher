// Who was responsible in which state, each time that it changed by something that the reader may see; the first one always.
//
// Parameters: none
// Returns: constellation MAP: since, causes, responsible, selfSupporting, first BOOLEAN
UNWIND node.constellations AS constellation
WITH constellation WHERE constellation.first OR EXISTS {
  UNWIND constellation.causes AS cause
  MATCH (named:Person|Organisation {id: cause.who})
}
RETURN constellation
ORDER BY constellation.since
