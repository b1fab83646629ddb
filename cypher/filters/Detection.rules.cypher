// What these rules say.
//
// Parameters:
//   value: LIST<STRING> (rule ids)
// Returns: conditions on node, or patterns that it is part of
WHERE node.ruleId IN $value
