// Those whose age in whole years on the day lies in a range, both ends included.
//
// Parameters:
//   as_of: DATE
//   value: MAP (min, max)
// Returns: conditions on node, or patterns that it is part of
WHERE ($value.min IS NULL OR duration.between(node.birthDate, $as_of).years >= $value.min)
  AND ($value.max IS NULL OR duration.between(node.birthDate, $as_of).years <= $value.max)
