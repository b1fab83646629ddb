// Beginnings of element ids, and one more than the highest number that follows one.
//
// Parameters: none
// Returns: nodes STRING, node_count INTEGER, relationships STRING, relationship_count INTEGER; NULL and 0 where there is nothing
CALL () {
  MATCH (node)
  WITH split(elementId(node), ':') AS id
  RETURN head(collect(DISTINCT id[0] + ':' + id[1] + ':')) AS nodes, coalesce(max(toInteger(id[2])) + 1, 0) AS node_count
}
CALL () {
  MATCH ()-[fact]->()
  WITH split(elementId(fact), ':') AS id
  RETURN
    head(collect(DISTINCT id[0] + ':' + id[1] + ':')) AS relationships,
    coalesce(max(toInteger(id[2])) + 1, 0) AS relationship_count
}
RETURN nodes, node_count, relationships, relationship_count
