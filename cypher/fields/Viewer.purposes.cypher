// What the role of who asks may use the data for.
//
// Parameters:
//   purposes: LIST<STRING>
// Returns: LIST<STRING>
RETURN $purposes
