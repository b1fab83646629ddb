// Everybody who is a child on a day and lives in a division, by the index on division and birth date.
//
// Parameters:
//   division: STRING (code prefix, 2 to 12 digits)
//   as_of: DATE
//   adult_born_by: DATE (born on or before: adult on as_of)
// Returns: ids LIST<STRING>
MATCH (child:Person)
WHERE child.division STARTS WITH $division
  AND child.birthDate > $adult_born_by AND child.birthDate <= $as_of AND child.aliveUntil > $as_of
RETURN collect(child.id) AS ids
