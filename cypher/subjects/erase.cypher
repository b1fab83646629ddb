// Erases a person: who they are and were, the facts that are about nobody else, what was kept about them. Facts that are about
// another person, too, stay, and end at a node that has nothing but a keyed id; without any, it goes as well.
//
// Parameters:
//   id: STRING
//   stub: STRING (the keyed id)
//   at: ZONED DATETIME
//   links: LIST<STRING> (as in `subjects/file`)
//   rows: LIST<STRING> (ids of rows in quarantine that name the person)
//   records: LIST<STRING> (records that are erased: whoever took them back is forgotten, too)
// Returns: nothing
MATCH (person:Person {id: $id})
CALL (person) {
  MATCH (person)-[:HAD_VERSION]->(version)
  DETACH DELETE version
}
CALL (person) {
  MATCH (person)<-[link]-(kept)
  WHERE type(link) IN $links
  DETACH DELETE kept
}
CALL (person) {
  MATCH (person)-[fact]-(other)
  WHERE NOT other:Person
  DELETE fact
}
CALL (person) {
  // A digest is over the ids of both, and could be tried.
  MATCH (person)-[fact]-(:Person)
  SET fact.digest = left(replace(randomUUID(), '-', ''), 16)
}
CALL () {
  UNWIND $rows AS id
  MATCH (quarantined:QuarantinedRow {id: id})
  DELETE quarantined
}
CALL () {
  MATCH (standing:StandingBefore {childId: $id})
  DELETE standing
}
CALL () {
  UNWIND $records AS record
  MATCH (withdrawal:Withdrawal {recordId: record})
  DELETE withdrawal
}
SET person = {id: $stub, withdrawnAt: $at}
WITH person
WHERE NOT EXISTS { (person)--() }
DELETE person
