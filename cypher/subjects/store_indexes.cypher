// The statements that make the indexes which belong to no constraint; those that look tokens up are in every new store.
//
// Parameters: none
// Returns: makes STRING
SHOW INDEXES YIELD type, owningConstraint, createStatement
WHERE owningConstraint IS NULL AND type <> 'LOOKUP'
RETURN createStatement AS makes
