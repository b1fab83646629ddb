// Which of some persons and organisations are there to be seen.
//
// Parameters:
//   parties: LIST<STRING> (ids)
// Returns: LIST of ids
UNWIND $parties AS id
MATCH (party:Person|Organisation {id: id})
RETURN party.id
