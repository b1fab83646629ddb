// The given persons who are children on the day: where the statements of all rules begin.
// Source: Civil Code, art. 17; guardianship.md section 1.
//
// Parameters:
//   adult_born_by: DATE (born on or before: adult on as_of)
//   as_of: DATE
//   children: LIST<STRING> (ids)
// Returns: child
UNWIND $children AS id
MATCH (child:Person {id: id})
WHERE child.birthDate > $adult_born_by AND child.birthDate <= $as_of AND child.aliveUntil > $as_of
RETURN child
