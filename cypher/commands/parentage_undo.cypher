// Takes back a parentage that was made in the same transaction.
//
// Parameters:
//   key: STRING
// Returns: nothing
MATCH ()-[parentage:PARENT_OF {key: $key}]->()
DELETE parentage
