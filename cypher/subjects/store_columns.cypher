// The properties of nodes with the same labels, and of relationships of the same type, in the order in which most have them.
//
// Parameters: none
// Returns: labels LIST<STRING> (sorted; NULL for relationships), type STRING (NULL for nodes), name STRING, types LIST<STRING>
CALL () {
  MATCH (node)
  WITH node, keys(node) AS names
  UNWIND range(0, size(names) - 1) AS place
  WITH node, place, names[place] AS name
  RETURN
    COLLECT { UNWIND labels(node) AS label RETURN label ORDER BY label } AS labels, null AS type,
    name, collect(DISTINCT valueType(node[name])) AS types, avg(place) AS place
  UNION ALL
  MATCH ()-[fact]->()
  WITH fact, keys(fact) AS names
  UNWIND range(0, size(names) - 1) AS place
  WITH fact, place, names[place] AS name
  RETURN
    null AS labels, type(fact) AS type,
    name, collect(DISTINCT valueType(fact[name])) AS types, avg(place) AS place
}
RETURN labels, type, name, types
ORDER BY place, name
