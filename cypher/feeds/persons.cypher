// Lands rows of persons: a new one becomes a Person; says of every other row why not. The rows come by column.
//
// Parameters:
//   key: LIST<STRING>
//   digest: LIST<STRING>
//   recordedAt: LIST<STRING> (ISO 8601; null where the row does not say)
//   importedAt: ZONED DATETIME (recorded where the row does not say)
//   name: LIST<STRING>
//   pinyin: LIST<STRING>
//   sex: LIST<INTEGER>
//   birthDate: LIST<STRING> (YYYY-MM-DD)
//   deathDate: LIST<STRING> (YYYY-MM-DD)
//   idNumber: LIST<STRING> (sealed)
//   idNumberTag: LIST<STRING>
//   ethnicity: LIST<STRING>
//   registrationDivision: LIST<STRING>
//   registrationType: LIST<STRING>
//   residenceDivision: LIST<STRING>
//   division: LIST<STRING>
//   aliveUntil: LIST<STRING> (YYYY-MM-DD)
//   phone: LIST<STRING> (sealed)
//   phoneTag: LIST<STRING>
//   source: LIST<STRING>
//   recordId: LIST<STRING>
// Returns: one record of lists; a row is its place in the lists above
//   unchanged LIST<INTEGER>: rows whose content is in force
//   known LIST<LIST<ANY>>: row, node, its former versions: same id, other content or recorded time
UNWIND range(0, size($key) - 1) AS i
OPTIONAL MATCH (current:Person {id: $key[i]})
WITH i, current,
  coalesce(current.digest = $digest[i] AND ($recordedAt[i] IS NULL OR current.recordedAt = datetime($recordedAt[i])), false) AS unchanged
FOREACH (_ IN CASE WHEN current IS NULL THEN [1] END |
  CREATE (:Person {
    id: $key[i], name: $name[i], pinyin: $pinyin[i], sex: $sex[i], birthDate: date($birthDate[i]), deathDate: date($deathDate[i]),
    idNumber: $idNumber[i], idNumberTag: $idNumberTag[i], ethnicity: $ethnicity[i], registrationDivision: $registrationDivision[i],
    registrationType: $registrationType[i], residenceDivision: $residenceDivision[i], division: $division[i],
    aliveUntil: date($aliveUntil[i]), phone: $phone[i], phoneTag: $phoneTag[i], source: $source[i], recordId: $recordId[i],
    recordedAt: coalesce(datetime($recordedAt[i]), $importedAt), digest: $digest[i]
  })
)
RETURN collect(CASE WHEN unchanged THEN i END) AS unchanged,
  collect(CASE WHEN current IS NOT NULL AND NOT unchanged
    THEN [i, current, COLLECT { MATCH (current)-[:HAD_VERSION]->(version) RETURN version }] END) AS known
