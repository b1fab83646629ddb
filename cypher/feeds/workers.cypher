// Lands rows of workers: a new one becomes a Worker; says of every other row why not. The rows come by column.
//
// Parameters:
//   key: LIST<STRING>
//   digest: LIST<STRING>
//   recordedAt: LIST<STRING> (ISO 8601; null where the row does not say)
//   importedAt: ZONED DATETIME (recorded where the row does not say)
//   name: LIST<STRING>
//   role: LIST<STRING>
//   division: LIST<STRING>
//   schoolId: LIST<STRING>
//   source: LIST<STRING>
//   recordId: LIST<STRING>
// Returns: one record of lists; a row is its place in the lists above
//   unchanged LIST<INTEGER>: rows whose content is in force
//   missing LIST<LIST<ANY>>: row, columns whose reference is unknown
//   known LIST<LIST<ANY>>: row, node, its former versions: same id, other content or recorded time
UNWIND range(0, size($key) - 1) AS i
OPTIONAL MATCH (current:Worker {id: $key[i]})
OPTIONAL MATCH (school:School {id: $schoolId[i]})
WITH i, current,
  [column IN [CASE WHEN school IS NULL AND $schoolId[i] IS NOT NULL THEN 'school_id' END] WHERE column IS NOT NULL] AS missing,
  coalesce(current.digest = $digest[i] AND ($recordedAt[i] IS NULL OR current.recordedAt = datetime($recordedAt[i])), false) AS unchanged
FOREACH (_ IN CASE WHEN current IS NULL AND size(missing) = 0 THEN [1] END |
  CREATE (:Worker {
    id: $key[i], name: $name[i], role: $role[i], division: $division[i], schoolId: $schoolId[i], source: $source[i],
    recordId: $recordId[i], recordedAt: coalesce(datetime($recordedAt[i]), $importedAt), digest: $digest[i]
  })
)
RETURN collect(CASE WHEN unchanged THEN i END) AS unchanged,
  collect(CASE WHEN NOT unchanged AND size(missing) > 0 THEN [i, missing] END) AS missing,
  collect(CASE WHEN current IS NOT NULL AND NOT unchanged
    THEN [i, current, COLLECT { MATCH (current)-[:HAD_VERSION]->(version) RETURN version }] END) AS known
