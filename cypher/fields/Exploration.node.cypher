// What is explored; a division is told by its code alone.
//
// Parameters: none
// Returns: party
MATCH (party:Person|Household|School|Organisation|Worker {id: node.node.id})
WHERE head(labels(party)) = node.node.label
RETURN party
