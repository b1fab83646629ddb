// The child that was assessed.
//
// Parameters: none
// Returns: child
WITH node.child AS child
MATCH (child:Person)
RETURN child
