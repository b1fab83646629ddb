// The children whose guardianship would stop being effective, as far as the reader may see them.
//
// Parameters: none
// Returns: loss MAP: before, after; child
UNWIND node.losses AS loss
MATCH (child:Person {id: loss.childId})
RETURN loss, child
ORDER BY child.id
