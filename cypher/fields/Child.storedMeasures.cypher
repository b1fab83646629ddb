// The measures of the child's network that were kept, the latest day first.
//
// Parameters: none
// Returns: stored MAP, as in api/computed/networks
UNWIND node.storedMeasures AS stored
RETURN stored
ORDER BY stored.key
