// A school liaison learns the grade, and no reasons.
//
// Parameters: none
// Returns: record
UNWIND [] AS record
RETURN record
