// Persons who are members of two households at the same time: two households, valid times that share a day.
//
// Parameters:
//   ids: LIST<STRING> (persons to look at)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
// Returns: label STRING and entity STRING (id of the person), records LIST<STRING> (keys of the memberships), details LIST<STRING>
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
WHERE COUNT { (person)-[:MEMBER_OF]->() } > 1
MATCH (household)<-[one:MEMBER_OF]-(person)-[other:MEMBER_OF]->(another)
WHERE household <> another AND one.from < other.to AND other.from < one.to
WITH DISTINCT person, one.key AS record ORDER BY record
RETURN 'Person' AS label, person.id AS entity, collect(record) AS records, [] AS details
