// Reads a day; the server quotes what it cannot read.
//
// Parameters:
//   value: STRING
// Returns: day DATE
RETURN date($value) AS day
