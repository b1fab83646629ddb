// One division by its code of 12 digits.
//
// Parameters:
//   code: STRING
// Returns: division
MATCH (division:Division {code: $code})
RETURN division
