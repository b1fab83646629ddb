// Children who have more than two biological parents on one and the same day. The number can only grow on a day on which
// one of the records begins, so those days are enough to look at.
//
// Parameters:
//   ids: LIST<STRING> (persons to look at)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
// Returns: label STRING and entity STRING (id of the child), records LIST<STRING> (keys of the parentages), details LIST<STRING>
CALL () {
  UNWIND $ids AS id
  MATCH (person:Person {id: id})
  RETURN person
  UNION ALL
  MATCH (person:Person)
  WHERE person.id >= $first_id
  RETURN person
}
WITH person
WHERE COUNT { (person)<-[:PARENT_OF]-() } > 2
WITH person, COLLECT {
  MATCH (parent:Person)-[parentage:PARENT_OF {kind: 'BIOLOGICAL'}]->(person)
  RETURN [parent.id, parentage]
} AS parentages
WITH person, [begin IN parentages | [other IN parentages
  WHERE other[1].from <= begin[1].from AND begin[1].from < other[1].to]] AS onOneDay
WITH person, [open IN onOneDay WHERE COUNT {
  UNWIND open AS one
  RETURN DISTINCT one[0]
} > 2] AS tooMany
WHERE tooMany <> []
RETURN 'Person' AS label, person.id AS entity, COLLECT {
  UNWIND tooMany AS open
  UNWIND open AS one
  WITH DISTINCT one[1].key AS record
  RETURN record ORDER BY record
} AS records, [] AS details
