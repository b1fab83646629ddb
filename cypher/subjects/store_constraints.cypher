// The statements that make the constraints, with their indexes.
//
// Parameters: none
// Returns: makes STRING
SHOW CONSTRAINTS YIELD createStatement
RETURN createStatement AS makes
