// Able parents whom the reader may see.
//
// Parameters: none
// Returns: entry MAP: id, kind, state, roles, records; party
UNWIND node.parents AS entry
MATCH (party:Person {id: entry.id})
RETURN entry, party
ORDER BY party.id
