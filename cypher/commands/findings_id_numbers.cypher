// Resident ID numbers with what they should agree with, by column: of some persons, or of a page of all.
//
// Parameters:
//   ids: LIST<STRING> (some persons)
//   after: STRING (the page that begins after this id, '' for the first one; null for none)
//   rows: INTEGER (persons on a page)
// Returns: persons LIST<STRING>, numbers LIST<STRING> (sealed; null where there is none), births LIST<STRING>, sexes LIST<INTEGER>
CALL () {
  UNWIND $ids AS id
  MATCH (person:Person {id: id})
  RETURN person
  UNION ALL
  MATCH (person:Person)
  WHERE person.id > $after
  RETURN person ORDER BY person.id LIMIT $rows
}
WITH collect(person) AS page
RETURN [person IN page | person.id] AS persons, [person IN page | person.idNumber] AS numbers,
  [person IN page | toString(person.birthDate)] AS births, [person IN page | person.sex] AS sexes
