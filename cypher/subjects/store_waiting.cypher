// Nodes and relationships that wait for values which the import tool cannot be told, with the number that stands for them.
//
// Parameters: none
// Returns: element STRING, relationship BOOLEAN, number INTEGER
CALL () {
  MATCH (node)
  WHERE node.waitingFor IS NOT NULL
  RETURN elementId(node) AS element, false AS relationship, node.waitingFor AS number
  UNION ALL
  MATCH ()-[fact]->()
  WHERE fact.waitingFor IS NOT NULL
  RETURN elementId(fact) AS element, true AS relationship, fact.waitingFor AS number
}
RETURN element, relationship, number
