// The workers.
//
// Parameters: none
// Returns: worker
MATCH (worker:Worker)
RETURN worker
