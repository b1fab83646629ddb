// Everybody and everything that is drawn round the child.
//
// Parameters: none
// Returns: drawn MAP, as in api/computed/families; party
UNWIND node.around AS drawn
MATCH (party:Person|Household|School|Organisation|Worker {id: drawn.id})
WHERE drawn.label IN labels(party)
RETURN drawn, party
ORDER BY drawn.place
