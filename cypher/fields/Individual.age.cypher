// Age in whole years on the day; calendar birthdays, 29 February counts as 1 March in common years.
//
// Parameters:
//   as_of: DATE
// Returns: INTEGER
RETURN duration.between(node.birthDate, $as_of).years
