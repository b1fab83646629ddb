// Everybody responsible on the day whom the reader may see.
//
// Parameters: none
// Returns: entry MAP: id, role, status, records; party
UNWIND node.people AS entry
MATCH (party:Person|Organisation {id: entry.id})
RETURN entry, party
ORDER BY CASE entry.role WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, party.id
