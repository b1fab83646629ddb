// Able relatives whom the reader may see, in the order of the law.
//
// Parameters: none
// Returns: candidate MAP, as in api/computed/kin; party
UNWIND node.relatives AS candidate
MATCH (party:Person {id: candidate.id})
RETURN candidate, party
ORDER BY candidate.place
