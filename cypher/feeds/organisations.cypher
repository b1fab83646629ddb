// Lands rows of organisations: a new one becomes a Organisation; says of every other row why not. The rows come by column.
//
// Parameters:
//   key: LIST<STRING>
//   digest: LIST<STRING>
//   recordedAt: LIST<STRING> (ISO 8601; null where the row does not say)
//   importedAt: ZONED DATETIME (recorded where the row does not say)
//   name: LIST<STRING>
//   kind: LIST<STRING>
//   division: LIST<STRING>
//   capacity: LIST<INTEGER>
//   from: LIST<STRING> (YYYY-MM-DD)
//   to: LIST<STRING> (YYYY-MM-DD)
//   source: LIST<STRING>
//   recordId: LIST<STRING>
// Returns: one record of lists; a row is its place in the lists above
//   unchanged LIST<INTEGER>: rows whose content is in force
//   known LIST<LIST<ANY>>: row, node, its former versions: same id, other content or recorded time
UNWIND range(0, size($key) - 1) AS i
OPTIONAL MATCH (current:Organisation {id: $key[i]})
WITH i, current,
  coalesce(current.digest = $digest[i] AND ($recordedAt[i] IS NULL OR current.recordedAt = datetime($recordedAt[i])), false) AS unchanged
FOREACH (_ IN CASE WHEN current IS NULL THEN [1] END |
  CREATE (:Organisation {
    id: $key[i], name: $name[i], kind: $kind[i], division: $division[i], capacity: $capacity[i],
    from: date($from[i]), to: date($to[i]), source: $source[i], recordId: $recordId[i],
    recordedAt: coalesce(datetime($recordedAt[i]), $importedAt), digest: $digest[i]
  })
)
RETURN collect(CASE WHEN unchanged THEN i END) AS unchanged,
  collect(CASE WHEN current IS NOT NULL AND NOT unchanged
    THEN [i, current, COLLECT { MATCH (current)-[:HAD_VERSION]->(version) RETURN version }] END) AS known
