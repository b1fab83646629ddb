// One rule; no row when there is none of that id.
//
// Parameters: none
// Returns: rule MAP
UNWIND [node.rule] AS rule
WITH rule WHERE rule IS NOT NULL
RETURN rule
