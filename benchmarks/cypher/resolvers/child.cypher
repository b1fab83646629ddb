// One child of an officer's division: what the resolver of `child` asks.
//
// Parameters:
//   id: STRING
//   scope_division: STRING (code prefix of the officer's division)
// Returns: node MAP
MATCH (child:Person {id: $id})
WHERE child.division STARTS WITH $scope_division
RETURN {personId: child.id, name: child.name, sex: CASE child.sex WHEN 1 THEN 'MALE' WHEN 2 THEN 'FEMALE' END, birthDate: toString(child.birthDate)} AS node
