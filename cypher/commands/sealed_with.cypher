// The keys that everything in the graph was last sealed with.
//
// Parameters: none
// Returns: identity STRING (of the keyring), key STRING (id of the one that seals)
MATCH (sealing:Sealing)
RETURN sealing.identity AS identity, sealing.key AS key
