// Adds one to each note, in the order given.
//
// Parameters:
//   names: LIST<STRING>
// Returns: nothing
UNWIND $names AS name
MATCH (n:Note {name: name})
SET n.count = coalesce(n.count, 0) + 1
