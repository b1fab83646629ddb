// Those by whom the rule holds and whom the reader may see.
//
// Parameters: none
// Returns: entry MAP: id, role, status, since, records; party
UNWIND node.people AS entry
MATCH (party:Person|Organisation {id: entry.id})
RETURN entry, party
ORDER BY CASE entry.role WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, party.id
