// Forgets how children stood before an import, once it has been compared.
//
// Parameters:
//   ids: LIST<STRING> (of the nodes)
// Returns: nothing
UNWIND $ids AS id
MATCH (kept:StandingBefore {id: id})
DELETE kept
