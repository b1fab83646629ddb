// Who supports; of two who support each other, one of them.
//
// Parameters: none
// Returns: party
MATCH (party:Person|Household|School|Organisation|Worker {id: node.supporter.id})
WHERE head(labels(party)) = node.supporter.label
RETURN party
