// Those who could become guardian of the child, in the order of the law, of whom the reader sees who they are.
//
// Parameters: none
// Returns: candidate MAP, as in api/computed/kin; party
UNWIND node.candidateGuardians AS candidate
MATCH (party:Person|Organisation {id: candidate.id})
RETURN candidate, party
ORDER BY candidate.place
