// A school liaison learns the grade, and no reasons.
//
// Parameters: none
// Returns: law MAP
UNWIND [] AS law
RETURN law
