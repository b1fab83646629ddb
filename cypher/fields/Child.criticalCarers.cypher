// On whom alone the guardianship of the child hangs, as far as the reader may see who they are.
//
// Parameters: none
// Returns: critical MAP, as in api/computed/networks; party
UNWIND node.criticalCarers AS critical
MATCH (party:Person|Organisation {id: critical.id})
RETURN critical, party
ORDER BY party.id
