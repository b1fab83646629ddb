// Lands rows of parentages: a new one becomes a PARENT_OF; says of every other row why not. The rows come by column.
//
// Parameters:
//   key: LIST<STRING>
//   digest: LIST<STRING>
//   recordedAt: LIST<STRING> (ISO 8601; null where the row does not say)
//   importedAt: ZONED DATETIME (recorded where the row does not say)
//   start: LIST<STRING>
//   end: LIST<STRING>
//   kind: LIST<STRING>
//   from: LIST<STRING> (YYYY-MM-DD)
//   to: LIST<STRING> (YYYY-MM-DD)
//   source: LIST<STRING>
//   recordId: LIST<STRING>
// Returns: one record of lists; a row is its place in the lists above
//   unchanged LIST<INTEGER>: rows whose content is in force
//   missing LIST<LIST<ANY>>: row, columns whose reference is unknown
//   older LIST<INTEGER>: rows whose parent is not older than the child
//   undated LIST<INTEGER>: new rows on which one of the two has no date of birth
//   known LIST<LIST<ANY>>: row, element ids of its ends, current and former versions: same key, other content or recorded time
UNWIND range(0, size($key) - 1) AS i
OPTIONAL MATCH (start:Person {id: $start[i]})
OPTIONAL MATCH (end:Person {id: $end[i]})
OPTIONAL MATCH ()-[current:PARENT_OF {key: $key[i]}]->()
WITH i, start, end, current,
  NOT start.birthDate < end.birthDate AS older,
  COLLECT { MATCH ()-[former:FORMER_PARENT_OF {key: $key[i]}]->() RETURN former } AS former,
  [column IN [CASE WHEN start IS NULL THEN 'parent_id' END, CASE WHEN end IS NULL THEN 'child_id' END] WHERE column IS NOT NULL] AS missing
WITH *, current IS NULL AND size(former) = 0 AND size(missing) = 0 AND NOT coalesce(older, false) AS new,
  coalesce(current.digest = $digest[i] AND ($recordedAt[i] IS NULL OR current.recordedAt = datetime($recordedAt[i])), false) AS unchanged
FOREACH (_ IN CASE WHEN new THEN [1] END |
  CREATE (start)-[:PARENT_OF {
    key: $key[i], kind: $kind[i], from: date($from[i]), to: date($to[i]), source: $source[i], recordId: $recordId[i],
    recordedAt: coalesce(datetime($recordedAt[i]), $importedAt), digest: $digest[i]
  }]->(end)
)
RETURN collect(CASE WHEN unchanged THEN i END) AS unchanged,
  collect(CASE WHEN NOT unchanged AND size(missing) > 0 THEN [i, missing] END) AS missing,
  collect(CASE WHEN NOT unchanged AND older THEN i END) AS older,
  collect(CASE WHEN new AND older IS NULL THEN i END) AS undated,
  collect(CASE WHEN NOT new AND NOT unchanged AND (current IS NOT NULL OR size(former) > 0)
    THEN [i, elementId(start), elementId(end), current, former] END) AS known
