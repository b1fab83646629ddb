// Everybody in the network whom the reader may see, the nearest first.
//
// Parameters: none
// Returns: entry MAP, as in api/computed/support; party
UNWIND node.nodes AS entry
MATCH (party:Person|Household|School|Organisation|Worker {id: entry.id})
WHERE head(labels(party)) = entry.label
RETURN entry, party
ORDER BY entry.place
