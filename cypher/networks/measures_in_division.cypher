// Measures of the networks of a division's children that were kept of a day: of each child what was measured last, the most isolated
// first.
//
// Parameters:
//   as_of: DATE
//   division: STRING (code prefix; where the children lived when they were measured)
//   known_at: ZONED DATETIME (measured by then)
// Returns: asOf DATE, knownAt, measuredAt ZONED DATETIME, version STRING, measures STRING (JSON)
MATCH (each:NetworkMeasures)
WHERE each.asOf = $as_of AND each.division STARTS WITH $division AND each.measuredAt <= $known_at
WITH each ORDER BY each.measuredAt DESC, each.version DESC
WITH each.childId AS child, head(collect(each)) AS found
RETURN found.asOf AS asOf, found.knownAt AS knownAt, found.measuredAt AS measuredAt, found.version AS version,
  found.measures AS measures
ORDER BY found.isolation DESC, child
