// Notes with which keys everything in the graph is sealed.
//
// Parameters:
//   identity: STRING (of the keyring)
//   key: STRING (id of the one that seals)
// Returns: nothing
MERGE (sealing:Sealing)
SET sealing.identity = $identity, sealing.key = $key
