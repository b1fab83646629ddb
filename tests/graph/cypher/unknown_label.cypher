// Asks for a label that nobody uses, which the server remarks upon.
//
// Parameters: none
// Returns: n INTEGER
MATCH (n:NobodyHasThisLabel)
RETURN count(n) AS n
