// A school liaison sees no doubts about records.
//
// Parameters: none
// Returns: finding
UNWIND [] AS finding
RETURN finding
