// OFFICER: { persons(filter: {idNumber: "1"}) { nodes { personId } } }
RETURN [[COLLECT {
  MATCH (person1:Person)
  WHERE (person1.division STARTS WITH $scope_division OR person1.id IN $lent OR EXISTS {
    MATCH (person1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
    WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (person1.division IS NULL OR startNode(ever2) = person1) }) AND person1.idNumberTag IN $idNumber_1 AND person1.division STARTS WITH $scope_division AND person1.birthDate IS NOT NULL
  WITH *
  ORDER BY person1.division, person1.birthDate, person1.id LIMIT $limit_2
  RETURN [['', person1.division, toString(person1.birthDate), person1.id], [person1.id]] }, $limit_2]] AS answer
