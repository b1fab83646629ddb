// Persons and their former versions whose numbers are not all sealed with one key, or whose digest is not keyed: some of them.
//
// Parameters:
//   key: STRING (id of the key)
//   digits: INTEGER (length of a keyed digest)
//   rows: INTEGER (at most)
// Returns: element STRING, place STRING, digest STRING, sealed MAP (values by property)
CALL () {
  MATCH (node:Person)
  RETURN node
  UNION ALL
  MATCH (:Person)-[:HAD_VERSION]->(node:Version)
  RETURN node
}
WITH node
WHERE size(node.digest) <> $digits
  OR any(value IN [node.idNumber, node.phone] WHERE NOT value STARTS WITH $key + '.')
RETURN elementId(node) AS element, node.id AS place, node.digest AS digest, node {.idNumber, .phone} AS sealed
LIMIT $rows
