// Keeps the server busy for hours.
//
// Parameters: none
// Returns: n INTEGER
UNWIND range(1, 1000000) AS a
UNWIND range(1, 1000000) AS b
WITH a, b WHERE a * b = -1
RETURN count(*) AS n
