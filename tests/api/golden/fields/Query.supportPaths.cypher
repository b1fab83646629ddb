// OFFICER: { supportPaths(from: ["P1"], to: ["P2"]) { length start { id } } }
RETURN COLLECT {
  UNWIND $computed AS of0
  RETURN [of0.id, COLLECT {
    UNWIND of0.supportPaths AS path1
    MATCH (start1:Person {id: path1.start})
    WHERE (start1.division STARTS WITH $scope_division OR start1.id IN $lent OR EXISTS {
      MATCH (start1)-[ever2:PARENT_OF|GUARDIAN_OF|ENTRUSTED_CARER_OF|SUPPORTS]-(near2:Person)
      WHERE (near2.division STARTS WITH $scope_division OR near2.id IN $lent) AND (start1.division IS NULL OR startNode(ever2) = start1) })
    RETURN [path1.length, [start1.id], path1.between] AS row
    ORDER BY path1.place }] } AS answer
