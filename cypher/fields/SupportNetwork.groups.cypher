// The groups of the network that what the reader may see joins.
//
// Parameters: none
// Returns: entry MAP, as in api/computed/support; party
UNWIND node.groups AS entry
MATCH (party:Person|Household|School|Organisation|Worker {id: entry.id})
WHERE head(labels(party)) = entry.label
RETURN entry, party
ORDER BY entry.place
