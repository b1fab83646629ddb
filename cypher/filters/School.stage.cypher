// Those that have a stage.
//
// Parameters:
//   value: STRING
// Returns: conditions on node, or patterns that it is part of
WHERE node.stages CONTAINS $value
