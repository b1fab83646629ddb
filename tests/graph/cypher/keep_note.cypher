// A note, once.
//
// Parameters:
//   name: STRING
// Returns: name STRING
MERGE (n:Note {name: $name})
RETURN n.name AS name
