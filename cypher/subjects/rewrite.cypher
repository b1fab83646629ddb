// Puts other texts into properties of nodes and facts.
//
// Parameters:
//   nodes: LIST<MAP> (element, properties)
//   facts: LIST<MAP> (element, properties)
// Returns: nothing
CALL () {
  UNWIND $nodes AS row
  MATCH (node)
  WHERE elementId(node) = row.element
  SET node += row.properties
}
CALL () {
  UNWIND $facts AS row
  MATCH ()-[fact]->()
  WHERE elementId(fact) = row.element
  SET fact += row.properties
}
