// The rule, with its parameters as they are in the child's division on the day.
//
// Parameters:
//   rules: MAP (by node.rule; see api/computed/detections)
// Returns: rule MAP
UNWIND [$rules[node.rule]] AS rule
RETURN rule
