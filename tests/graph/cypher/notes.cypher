// The names of all notes.
//
// Parameters: none
// Returns: names LIST<STRING>
MATCH (n:Note)
WITH n.name AS name ORDER BY name
RETURN collect(name) AS names
