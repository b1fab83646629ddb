// Children of an officer's division: what the resolver of `children` asks.
//
// Parameters:
//   ids: LIST<STRING>
//   limit: INTEGER
//   scope_division: STRING (code prefix of the officer's division)
// Returns: node MAP
MATCH (child:Person)
WHERE child.id IN $ids AND child.division STARTS WITH $scope_division
RETURN {personId: child.id, name: child.name, sex: CASE child.sex WHEN 1 THEN 'MALE' WHEN 2 THEN 'FEMALE' END, birthDate: toString(child.birthDate)} AS node
ORDER BY child.division, child.birthDate, child.id
LIMIT $limit
