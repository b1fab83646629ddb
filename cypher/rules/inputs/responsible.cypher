// Everybody responsible for the child on the day with their state, as in fields/Child.responsible.
//
// Parameters: none
// Returns: LIST<MAP>: party (node), kind, row, state, roles, deciding, records, hides
RETURN fields.Child.responsible(node)
