// The steps of the path, each with whom it leads to.
//
// Parameters: none
// Returns: step MAP, as in api/computed/support; party
UNWIND node.steps AS step
MATCH (party:Person|Household|School|Organisation|Worker {id: step.id})
WHERE head(labels(party)) = step.label
RETURN step, party
ORDER BY step.place
