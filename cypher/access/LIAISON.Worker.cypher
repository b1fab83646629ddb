// School liaisons and staff of institutions see all workers: whom to call where a child is from.
//
// Parameters: none
// Returns: condition on node
WHERE true
