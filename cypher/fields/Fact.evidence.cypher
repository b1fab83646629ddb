// The record of a fact, as rules name it: what is read of it only for those of whom a rule holds.
//
// Parameters: none
// Returns: MAP: id, fact, source, recordedAt (milliseconds: cheap to send, many records are)
RETURN {id: node.key, fact: type(node), source: node.source, recordedAt: node.recordedAt.epochMillis}
