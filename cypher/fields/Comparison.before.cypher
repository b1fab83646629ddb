// How the child stood; no row when nobody of that id was a child.
//
// Parameters: none
// Returns: standing MAP: grade, responsible (maps)
UNWIND [node.before] AS standing
WITH standing WHERE standing IS NOT NULL
RETURN standing
