// Replaces versions of facts: deletes some, creates others in their place. Locks where they begin first: whoever replaces
// the same versions at the same time waits here, and then finds them gone.
//
// Parameters:
//   lock: LIST<STRING> (element ids of the nodes where they begin)
//   delete: LIST<STRING> (element ids)
//   create: LIST<MAP> (type, start and end by element id, properties)
// Returns: deleted INTEGER
CALL () {
  UNWIND $lock AS id
  MATCH (start)
  WHERE elementId(start) = id
  SET start.lock = true
  REMOVE start.lock
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
