// Lands rows of disabilities: a new one becomes a HAS_DISABILITY; says of every other row why not. The rows come by column.
//
// Parameters:
//   key: LIST<STRING>
//   digest: LIST<STRING>
//   recordedAt: LIST<STRING> (ISO 8601; null where the row does not say)
//   importedAt: ZONED DATETIME (recorded where the row does not say)
//   start: LIST<STRING>
//   end: LIST<STRING>
//   type: LIST<INTEGER>
//   grade: LIST<INTEGER>
//   certificateNo: LIST<STRING> (sealed)
//   from: LIST<STRING> (YYYY-MM-DD)
//   to: LIST<STRING> (YYYY-MM-DD)
//   source: LIST<STRING>
//   recordId: LIST<STRING>
// Returns: one record of lists; a row is its place in the lists above
//   unchanged LIST<INTEGER>: rows whose content is in force
//   missing LIST<LIST<ANY>>: row, columns whose reference is unknown
//   known LIST<LIST<ANY>>: row, element ids of its ends, current and former versions: same key, other content or recorded time
UNWIND range(0, size($key) - 1) AS i
OPTIONAL MATCH (start:Person {id: $start[i]})
OPTIONAL CALL (i, start) {
  WITH i, start WHERE start IS NOT NULL
  MERGE (end:DisabilityType {code: $end[i]})
  RETURN end
}
OPTIONAL MATCH ()-[current:HAS_DISABILITY {key: $key[i]}]->()
WITH i, start, end, current,
  COLLECT { MATCH ()-[former:FORMER_HAS_DISABILITY {key: $key[i]}]->() RETURN former } AS former,
  [column IN [CASE WHEN start IS NULL THEN 'person_id' END] WHERE column IS NOT NULL] AS missing
WITH *, current IS NULL AND size(former) = 0 AND size(missing) = 0 AS new,
  coalesce(current.digest = $digest[i] AND ($recordedAt[i] IS NULL OR current.recordedAt = datetime($recordedAt[i])), false) AS unchanged
FOREACH (_ IN CASE WHEN new THEN [1] END |
  CREATE (start)-[:HAS_DISABILITY {
    key: $key[i], type: $type[i], grade: $grade[i], certificateNo: $certificateNo[i], from: date($from[i]),
    to: date($to[i]), source: $source[i], recordId: $recordId[i],
    recordedAt: coalesce(datetime($recordedAt[i]), $importedAt), digest: $digest[i]
  }]->(end)
)
RETURN collect(CASE WHEN unchanged THEN i END) AS unchanged,
  collect(CASE WHEN NOT unchanged AND size(missing) > 0 THEN [i, missing] END) AS missing,
  collect(CASE WHEN NOT new AND NOT unchanged AND (current IS NOT NULL OR size(former) > 0)
    THEN [i, elementId(start), elementId(end), current, former] END) AS known
