// The able ones among those responsible for the child, as far as the reader may see them.
//
// Parameters: none
// Returns: carer MAP: id, children, load; party
UNWIND node.carers AS carer
MATCH (party:Person|Organisation {id: carer.id})
RETURN carer, party
ORDER BY party.id
