// The day asked about.
//
// Parameters:
//   as_of: DATE
// Returns: DATE
RETURN $as_of
