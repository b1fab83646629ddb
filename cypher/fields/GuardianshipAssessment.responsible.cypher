// Everybody responsible for the child whom the reader may see.
//
// Parameters: none
// Returns: entry MAP, as in Child.responsible; party
UNWIND node.responsible AS entry
WITH entry, entry.party AS party
MATCH (party:Person|Organisation)
RETURN entry, party
ORDER BY CASE entry.kind WHEN 'PARENT' THEN 0 WHEN 'GUARDIAN' THEN 1 ELSE 2 END, party.id
