// Those for whom somebody responsible, of one of the kinds where kinds are given, is in one of the states.
//
// Parameters:
//   value: MAP (states, kinds)
// Returns: conditions on node, or patterns that it is part of
WHERE any(entry IN fields.Child.responsible(node) WHERE entry.state IN $value.states
  AND ($value.kinds IS NULL OR entry.kind IN $value.kinds))
