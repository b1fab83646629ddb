// The state of the index that a test made.
//
// Parameters: none
// Returns: state STRING
SHOW INDEXES YIELD name, state
WHERE name = 'note_count'
RETURN state
