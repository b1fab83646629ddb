// Measures of some children's networks that were kept until a moment: of each child the latest day first.
//
// Parameters:
//   children: LIST<STRING> (ids)
//   known_at: ZONED DATETIME (measured by then)
// Returns: asOf DATE, knownAt, measuredAt ZONED DATETIME, version STRING, measures STRING (JSON)
UNWIND $children AS id
MATCH (child:Person {id: id})<-[:MEASURES]-(found:NetworkMeasures)
WHERE found.measuredAt <= $known_at
RETURN found.asOf AS asOf, found.knownAt AS knownAt, found.measuredAt AS measuredAt, found.version AS version,
  found.measures AS measures
ORDER BY child.id, asOf DESC, measuredAt DESC, version DESC
