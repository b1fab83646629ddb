// Whose division is not in the list of divisions: persons by registration or residence, households, schools, organisations and
// workers by theirs, and, once for all who are there, a destination of absences. Without any list of divisions there is nothing
// to compare with.
//
// Parameters:
//   ids: LIST<STRING> (persons and others to look at; all who went where they went)
//   first_id: STRING (and all whose id is this or a later one; '' for everybody, null for nobody else)
// Returns: label STRING and entity STRING (id, or code of the division), records LIST<STRING> (none), details LIST<STRING>
//   (the properties at fault)
MATCH (division:Division)
WHERE division.name IS NOT NULL
WITH collect(division.code) AS known
WHERE known <> []
CALL (known) {
  CALL () {
    UNWIND $ids AS id
    MATCH (person:Person {id: id})
    RETURN person
    UNION ALL
    MATCH (person:Person)
    WHERE person.id >= $first_id
    RETURN person
  }
  WITH person, known
  WHERE NOT person.registrationDivision IN known OR NOT person.residenceDivision IN known
  RETURN 'Person' AS label, person.id AS entity,
    [CASE WHEN NOT person.registrationDivision IN known THEN 'registrationDivision' END,
     CASE WHEN NOT person.residenceDivision IN known THEN 'residenceDivision' END] AS properties
  UNION ALL
  CALL () {
    UNWIND $ids AS id
    MATCH (household:Household {id: id})
    RETURN household
    UNION ALL
    MATCH (household:Household)
    WHERE household.id >= $first_id
    RETURN household
  }
  WITH household, known
  WHERE NOT household.division IN known
  RETURN 'Household' AS label, household.id AS entity, ['division'] AS properties
  UNION ALL
  CALL () {
    UNWIND $ids AS id
    MATCH (school:School {id: id})
    RETURN school
    UNION ALL
    MATCH (school:School)
    WHERE school.id >= $first_id
    RETURN school
  }
  WITH school, known
  WHERE NOT school.division IN known
  RETURN 'School' AS label, school.id AS entity, ['division'] AS properties
  UNION ALL
  CALL () {
    UNWIND $ids AS id
    MATCH (organisation:Organisation {id: id})
    RETURN organisation
    UNION ALL
    MATCH (organisation:Organisation)
    WHERE organisation.id >= $first_id
    RETURN organisation
  }
  WITH organisation, known
  WHERE NOT organisation.division IN known
  RETURN 'Organisation' AS label, organisation.id AS entity, ['division'] AS properties
  UNION ALL
  CALL () {
    UNWIND $ids AS id
    MATCH (worker:Worker {id: id})
    RETURN worker
    UNION ALL
    MATCH (worker:Worker)
    WHERE worker.id >= $first_id
    RETURN worker
  }
  WITH worker, known
  WHERE NOT worker.division IN known
  RETURN 'Worker' AS label, worker.id AS entity, ['division'] AS properties
  UNION ALL
  MATCH (destination:Division)
  WHERE destination.name IS NULL AND EXISTS { (destination)<-[:ABSENT_IN]-() }
  RETURN 'Division' AS label, destination.code AS entity, ['destinationDivision'] AS properties
}
RETURN label, entity, [] AS records, [property IN properties WHERE property IS NOT NULL] AS details
