// Where somebody lives, as recorded now.
//
// Parameters:
//   id: STRING
// Returns: division STRING; no record when there is no such person, or no division of theirs is recorded
MATCH (child:Person {id: $id})
WHERE child.division IS NOT NULL
RETURN child.division AS division
