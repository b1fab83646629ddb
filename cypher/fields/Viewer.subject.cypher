// Who asks.
//
// Parameters:
//   subject: STRING
// Returns: STRING
RETURN $subject
