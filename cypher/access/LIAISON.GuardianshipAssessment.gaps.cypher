// A school liaison learns the grade, and no reasons.
//
// Parameters: none
// Returns: LIST<STRING>
RETURN []
