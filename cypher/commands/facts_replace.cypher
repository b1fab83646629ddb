// Replaces versions of facts: deletes some, creates others in their place.
//
// Parameters:
//   delete: LIST<STRING> (element ids)
//   create: LIST<MAP> (type, start and end by element id, properties)
// Returns: nothing
CALL () {
  UNWIND $delete AS id
  MATCH ()-[version]->()
  WHERE elementId(version) = id
  DELETE version
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
