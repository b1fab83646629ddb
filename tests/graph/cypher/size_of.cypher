// How long a list is.
//
// Parameters:
//   values: LIST<STRING>
// Returns: size INTEGER
RETURN size($values) AS size
