// Everybody responsible whom the reader may see.
//
// Parameters: none
// Returns: entry MAP: id, kind, state, roles, records; party
UNWIND node.responsible AS entry
MATCH (party:Person|Organisation {id: entry.id})
RETURN entry, party
ORDER BY CASE entry.kind WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, party.id
