// Where the fact leads, when it is a person, a household, a school, an organisation or a worker.
//
// Parameters: none
// Returns: party
MATCH (party:Person|Household|School|Organisation|Worker {id: node.other.id})
WHERE head(labels(party)) = node.other.label
RETURN party
