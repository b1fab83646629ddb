// Replaces versions of facts: deletes some, creates others in their place. Locks the facts by their names first, as
// `facts_lock` does: whoever replaces the same versions at the same time waits here, and then finds them gone.
//
// Parameters:
//   names: LIST<STRING> (of the facts, as `feeds/loading.lock` names them)
//   delete: LIST<STRING> (element ids)
//   create: LIST<MAP> (type, start and end by element id, properties)
// Returns: deleted INTEGER
CALL () {
  UNWIND $names AS name
  MERGE (lock:FactLock {name: name})
  DELETE lock
}
CALL () {
  UNWIND $delete AS id
  MATCH ()-[version]->()
  WHERE elementId(version) = id
  DELETE version
  RETURN count(*) AS deleted
}
CALL () {
  UNWIND $create AS fact
  MATCH (start)
  WHERE elementId(start) = fact.start
  MATCH (end)
  WHERE elementId(end) = fact.end
  CREATE (start)-[version:$(fact.type)]->(end)
  SET version = fact.properties
}
RETURN deleted
