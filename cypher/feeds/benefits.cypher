// Lands rows of benefits: a new one becomes a RECEIVES; says of every other row why not. The rows come by column.
//
// Parameters:
//   key: LIST<STRING>
//   digest: LIST<STRING>
//   recordedAt: LIST<STRING> (ISO 8601; null where the row does not say)
//   importedAt: ZONED DATETIME (recorded where the row does not say)
//   start: LIST<STRING>
//   startColumn: LIST<STRING>
//   end: LIST<STRING>
//   programme: LIST<STRING>
//   householdId: LIST<STRING>
//   from: LIST<STRING> (YYYY-MM-DD)
//   to: LIST<STRING> (YYYY-MM-DD)
//   monthlyAmount: LIST<FLOAT>
//   source: LIST<STRING>
//   recordId: LIST<STRING>
// Returns: one record of lists; a row is its place in the lists above
//   unchanged LIST<INTEGER>: rows whose content is in force
//   missing LIST<LIST<ANY>>: row, columns whose reference is unknown
//   known LIST<LIST<ANY>>: row, element ids of its ends, current and former versions: same key, other content or recorded time
UNWIND range(0, size($key) - 1) AS i
OPTIONAL MATCH (person:Person {id: CASE $startColumn[i] WHEN 'person_id' THEN $start[i] END})
OPTIONAL MATCH (household:Household {id: CASE $startColumn[i] WHEN 'household_id' THEN $start[i] END})
WITH i, coalesce(person, household) AS start
OPTIONAL CALL (i, start) {
  WITH i, start WHERE start IS NOT NULL
  MERGE (end:Programme {code: $end[i]})
  RETURN end
}
OPTIONAL MATCH (other:Household {id: $householdId[i]})
OPTIONAL MATCH ()-[current:RECEIVES {key: $key[i]}]->()
WITH i, start, end, current,
  COLLECT { MATCH ()-[former:FORMER_RECEIVES {key: $key[i]}]->() RETURN former } AS former,
  [column IN [CASE WHEN start IS NULL THEN $startColumn[i] END, CASE WHEN other IS NULL AND $householdId[i] IS NOT NULL THEN 'household_id' END] WHERE column IS NOT NULL] AS missing
WITH *, current IS NULL AND size(former) = 0 AND start IS NOT NULL AND size(missing) = 0 AS new,
  coalesce(current.digest = $digest[i] AND ($recordedAt[i] IS NULL OR current.recordedAt = datetime($recordedAt[i])), false) AS unchanged
FOREACH (_ IN CASE WHEN new THEN [1] END |
  CREATE (start)-[:RECEIVES {
    key: $key[i], programme: $programme[i], householdId: $householdId[i], from: date($from[i]), to: date($to[i]),
    monthlyAmount: $monthlyAmount[i], source: $source[i], recordId: $recordId[i],
    recordedAt: coalesce(datetime($recordedAt[i]), $importedAt), digest: $digest[i]
  }]->(end)
)
RETURN collect(CASE WHEN unchanged THEN i END) AS unchanged,
  collect(CASE WHEN NOT unchanged AND size(missing) > 0 THEN [i, missing] END) AS missing,
  collect(CASE WHEN NOT new AND NOT unchanged AND (current IS NOT NULL OR size(former) > 0)
    THEN [i, elementId(start), elementId(end), current, former] END) AS known
