// Those for whom somebody responsible whom the reader may see, of one of the kinds where kinds are given, is in one of the states.
//
// Parameters:
//   value: MAP (states, kinds)
// Returns: conditions on node, or patterns that it is part of
WHERE EXISTS {
  UNWIND fields.Child.responsible(node) AS entry
  WITH entry.party AS party WHERE entry.state IN $value.states AND ($value.kinds IS NULL OR entry.kind IN $value.kinds)
  MATCH (party:Person|Organisation)
}
