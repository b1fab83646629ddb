// Locks facts by their names until the end of the transaction. Making a node takes the lock of its place in the index; as
// the node is deleted at once, nothing else is left of it. Reading before the lock would not do: while another transaction
// replaces a fact, readers may for a moment see neither version, or both.
//
// Parameters:
//   names: LIST<STRING> (of the facts, as `feeds/loading.lock` names them)
// Returns: nothing
UNWIND $names AS name
MERGE (lock:FactLock {name: name})
DELETE lock
