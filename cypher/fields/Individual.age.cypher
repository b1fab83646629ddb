// Age in whole years on the day; calendar birthdays, 29 February counts as 1 March in common years. Null before the
// birth.
//
// Parameters:
//   as_of: DATE
// Returns: INTEGER
RETURN CASE WHEN node.birthDate <= $as_of THEN duration.between(node.birthDate, $as_of).years END
