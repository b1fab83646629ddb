// Children with a parent who had not reached the parameter's age when the child was born. Birthdays are compared as numbers
// YYYYMMDD, in which somebody born on 29 February comes of age on 1 March in common years.
//
// Parameters:
//   ids: LIST<STRING> (persons to look at)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
//   years: INTEGER
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
MATCH (parent:Person)-[parentage:PARENT_OF]->(person)
WHERE person.birthDate.year - parent.birthDate.year <= $years
  AND (person.birthDate.year - parent.birthDate.year) * 10000 + (person.birthDate.month - parent.birthDate.month) * 100
    + person.birthDate.day - parent.birthDate.day < $years * 10000
WITH person, parentage.key AS record ORDER BY record
RETURN 'Person' AS label, person.id AS entity, collect(record) AS records, [] AS details
