// Gives back what it gets.
//
// Parameters:
//   value: ANY
// Returns: value ANY
RETURN $value AS value
