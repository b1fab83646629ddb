// One worker by id.
//
// Parameters:
//   id: STRING
// Returns: worker
MATCH (worker:Worker {id: $id})
RETURN worker
