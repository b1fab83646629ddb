// A school liaison learns the grade, and no reasons.
//
// Parameters: none
// Returns: entry MAP
UNWIND [] AS entry
RETURN entry
