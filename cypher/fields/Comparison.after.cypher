// How the child stands; no row when nobody of that id is a child.
//
// Parameters: none
// Returns: standing MAP: grade, responsible (maps)
UNWIND [node.after] AS standing
WITH standing WHERE standing IS NOT NULL
RETURN standing
