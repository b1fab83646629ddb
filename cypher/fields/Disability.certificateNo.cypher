// The certificate number as it is kept: sealed. It is opened, and masked, where the answer is made.
//
// Parameters: none
// Returns: LIST<STRING> (the key of the fact, and the sealed number)
RETURN [node.key, node.certificateNo]
