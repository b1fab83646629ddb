// What the notes counted.
//
// Parameters: none
// Returns: count INTEGER, one record for each note
MATCH (n:Note)
RETURN n.count AS count
