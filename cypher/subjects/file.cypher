// Everything that hangs on one person: who they are and were, every fact, and what the service itself has kept about them.
//
// Parameters:
//   id: STRING
//   links: LIST<STRING> (types of relationships by which something that was kept points at whom it is about)
// Returns: person MAP, versions LIST<MAP>, facts LIST<LIST<ANY>> (type, properties, whether they are its start, labels and id of
//   the other end), kept LIST<LIST<ANY>> (labels, properties), own LIST<STRING> (element ids of all these); no record when there is
//   nobody
MATCH (person:Person {id: $id})
RETURN properties(person) AS person,
  COLLECT {
    MATCH (person)-[:HAD_VERSION]->(version)
    RETURN properties(version) ORDER BY version.recordedAt
  } AS versions,
  COLLECT {
    MATCH (person)-[fact]-(other)
    WHERE NOT type(fact) IN $links AND type(fact) <> 'HAD_VERSION'
    RETURN [type(fact), properties(fact), startNode(fact) = person, labels(other), coalesce(other.id, other.code)]
    ORDER BY type(fact), fact.from, fact.key, fact.recordedAt
  } AS facts,
  COLLECT {
    MATCH (person)<-[link]-(kept)
    WHERE type(link) IN $links
    RETURN [labels(kept), properties(kept)] ORDER BY head(labels(kept)), kept.id
  } AS kept,
  [elementId(person)] + COLLECT {
    MATCH (person)-[fact]-(other)
    UNWIND CASE WHEN type(fact) = 'HAD_VERSION' OR type(fact) IN $links THEN [elementId(other)] ELSE [elementId(fact)] END AS own
    RETURN own
  } AS own
