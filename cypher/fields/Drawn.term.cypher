// What the child calls them; null of who is no relative on the day.
//
// Parameters: none
// Returns: term MAP: en, zh
UNWIND [node.term] AS term
WITH term WHERE term IS NOT NULL
RETURN term
