// Entities of which a version came from a record, or that have this id.
//
// Parameters:
//   records: LIST<STRING>
// Returns: record STRING, feed STRING, key STRING
UNWIND $records AS record
CALL (record) {
  MATCH (node:Division {code: record}) RETURN 'divisions' AS feed, node.code AS key
  UNION
  MATCH (node:Division {recordId: record}) RETURN 'divisions' AS feed, node.code AS key
  UNION
  MATCH (node:Person {id: record}) RETURN 'persons' AS feed, node.id AS key
  UNION
  MATCH (node:Person {recordId: record}) RETURN 'persons' AS feed, node.id AS key
  UNION
  MATCH (node:Household {id: record}) RETURN 'households' AS feed, node.id AS key
  UNION
  MATCH (node:Household {recordId: record}) RETURN 'households' AS feed, node.id AS key
  UNION
  MATCH (node:School {id: record}) RETURN 'schools' AS feed, node.id AS key
  UNION
  MATCH (node:School {recordId: record}) RETURN 'schools' AS feed, node.id AS key
  UNION
  MATCH (node:Organisation {id: record}) RETURN 'organisations' AS feed, node.id AS key
  UNION
  MATCH (node:Organisation {recordId: record}) RETURN 'organisations' AS feed, node.id AS key
  UNION
  MATCH (node:Worker {id: record}) RETURN 'workers' AS feed, node.id AS key
  UNION
  MATCH (node:Worker {recordId: record}) RETURN 'workers' AS feed, node.id AS key
  UNION
  MATCH (version:Version {recordId: record})<-[:HAD_VERSION]-(node)
  RETURN CASE
      WHEN node:Division THEN 'divisions'
      WHEN node:Person THEN 'persons'
      WHEN node:Household THEN 'households'
      WHEN node:School THEN 'schools'
      WHEN node:Organisation THEN 'organisations'
      ELSE 'workers'
    END AS feed, coalesce(node.id, node.code) AS key
}
RETURN record, feed, key
