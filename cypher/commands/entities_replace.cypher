// Replaces what is known about entities now, and their former versions.
//
// Parameters:
//   delete: LIST<STRING> (element ids of former versions)
//   entities: LIST<MAP> (id: element id, properties, former: list of properties of versions to add)
// Returns: nothing
CALL () {
  UNWIND $delete AS id
  MATCH (version:Version)
  WHERE elementId(version) = id
  DETACH DELETE version
}
UNWIND $entities AS entity
MATCH (node)
WHERE elementId(node) = entity.id
SET node = entity.properties
FOREACH (properties IN entity.former |
  CREATE (node)-[:HAD_VERSION]->(version:Version)
  SET version = properties
)
