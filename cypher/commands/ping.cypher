// Does the database answer a query?
//
// Parameters: none
// Returns: answer INTEGER, always 1
RETURN 1 AS answer
