// Deletes a batch of everything but the record of migrations and the id of the keys; run it until it returns 0. Only for tests and for the
// demonstration, never for a county's data.
//
// Parameters:
//   batch: INTEGER (how many nodes at most)
// Returns: deleted INTEGER, how many nodes it deleted
MATCH (n)
WHERE NOT n:Migration AND NOT n:Sealing
WITH n LIMIT $batch
DETACH DELETE n
RETURN count(*) AS deleted
