// What a reader needs to recognise the persons, organisations and schools of a report, for masking before it is shown.
//
// Parameters:
//   ids: LIST<STRING> (persons, organisations or schools)
// Returns: id STRING, person BOOLEAN, name STRING, birthDate DATE, place STRING (name of the division, null when unknown)
UNWIND $ids AS id
CALL (id) {
  MATCH (somebody:Person {id: id})
  RETURN true AS person, somebody.name AS name, somebody.birthDate AS birthDate, somebody.division AS code
  UNION ALL
  MATCH (organisation:Organisation {id: id})
  RETURN false AS person, organisation.name AS name, null AS birthDate, organisation.division AS code
  UNION ALL
  MATCH (school:School {id: id})
  RETURN false AS person, school.name AS name, null AS birthDate, school.division AS code
}
OPTIONAL MATCH (division:Division {code: code})
RETURN id, person, name, birthDate, division.name AS place
