// Takes more memory than a transaction may.
//
// Parameters: none
// Returns: n INTEGER
UNWIND range(1, 100000000) AS a
WITH collect(toString(a)) AS texts
RETURN size(texts) AS n
