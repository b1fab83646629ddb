// Drops the index that a test made.
//
// Parameters: none
// Returns: nothing
DROP INDEX note_count IF EXISTS
