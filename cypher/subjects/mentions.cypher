// Every property in the graph whose text holds one of some words: where, and the text. Reads all nodes and relationships.
//
// Parameters:
//   words: LIST<STRING>
// Returns: element STRING, relationship BOOLEAN, kind STRING (label or type), name STRING (of the property), value ANY (STRING or LIST<STRING>)
CALL () {
  MATCH (node)
  UNWIND keys(node) AS name
  WITH elementId(node) AS element, false AS relationship, head(labels(node)) AS kind, name, node[name] AS value
  WHERE value IS :: STRING NOT NULL OR value IS :: LIST<STRING NOT NULL> NOT NULL
  RETURN element, relationship, kind, name, value
  UNION ALL
  MATCH ()-[fact]->()
  UNWIND keys(fact) AS name
  WITH elementId(fact) AS element, true AS relationship, type(fact) AS kind, name, fact[name] AS value
  WHERE value IS :: STRING NOT NULL OR value IS :: LIST<STRING NOT NULL> NOT NULL
  RETURN element, relationship, kind, name, value
}
WITH *
WHERE any(word IN $words WHERE CASE
  WHEN value IS :: STRING NOT NULL THEN value CONTAINS word
  ELSE any(each IN value WHERE each CONTAINS word) END)
RETURN element, relationship, kind, name, value
ORDER BY kind, element, name
