// Does the database answer, from its store and not only from memory? A server whose disk is full still says that it is online.
//
// Parameters: none
// Returns: nodes INTEGER, how many it looked at: 0 or 1
MATCH (n)
WITH n LIMIT 1
RETURN count(n) AS nodes
