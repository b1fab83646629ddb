// The workers of the division.
//
// Parameters: none
// Returns: worker
MATCH (worker:Worker)
WHERE worker.division STARTS WITH fields.Division.prefix(node)
RETURN worker
ORDER BY worker.division, worker.id
