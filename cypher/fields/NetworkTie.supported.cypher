// Who is supported; of two who support each other, the other one.
//
// Parameters: none
// Returns: party
MATCH (party:Person|Household|School|Organisation|Worker {id: node.supported.id})
WHERE head(labels(party)) = node.supported.label
RETURN party
