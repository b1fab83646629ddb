// One division by its code of 12 digits.
//
// Parameters:
//   id: STRING (code)
// Returns: division
MATCH (division:Division {code: $id})
RETURN division
