// The resident identity number as it is kept: sealed. It is opened, and masked, where the answer is made.
//
// Parameters: none
// Returns: LIST<STRING> (whose it is, and the sealed number)
RETURN [node.id, node.idNumber]
