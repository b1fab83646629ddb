// The head of the household.
//
// Parameters: none
// Returns: head
MATCH (head:Person {id: node.headId})
RETURN head
