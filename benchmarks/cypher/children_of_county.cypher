// The children of a county on a day, to ask for some of them.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   division: STRING (code prefix)
// Returns: ids LIST<STRING>
MATCH (child:Person)
WHERE child.division STARTS WITH $division AND child.birthDate > $adult_born_by AND child.birthDate <= $as_of
  AND (child.deathDate IS NULL OR child.deathDate > $as_of)
WITH child.id AS id
ORDER BY id
RETURN collect(id) AS ids
