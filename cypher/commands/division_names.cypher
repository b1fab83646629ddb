// The names of divisions given by any prefix of their code.
//
// Parameters:
//   codes: LIST<STRING> (2 to 12 digits)
// Returns: code STRING (as given), name STRING
UNWIND $codes AS code
MATCH (division:Division {code: code + substring('000000000000', size(code))})
RETURN code, division.name AS name
