// The division that an officer who asks works for.
//
// Parameters:
//   own_division: STRING (code prefix of the officer's division)
// Returns: division
MATCH (division:Division {code: $own_division + right('000000000000', 12 - size($own_division))})
RETURN division
