// Those of a division and of all inside it. Whoever has a division has a date of birth: said, so that the index on both is
// sought.
//
// Parameters:
//   value: STRING (code prefix)
// Returns: conditions on node, or patterns that it is part of
WHERE node.division STARTS WITH $value AND node.birthDate IS NOT NULL
