// What this request uses the data for.
//
// Parameters:
//   purpose: STRING
// Returns: STRING
RETURN $purpose
