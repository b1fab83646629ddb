// Those whose age in whole years on the day lies in a range, both ends included.
//
// Parameters:
//   value: MAP (min, max)
// Returns: conditions on node, or patterns that it is part of
WHERE ($value.min IS NULL OR fields.Individual.age(node) >= $value.min)
  AND ($value.max IS NULL OR fields.Individual.age(node) <= $value.max)
