// Where a person is.
//
// Parameters:
//   id: STRING
// Returns: ref STRING (element id)
MATCH (one:Person {id: $id})
RETURN elementId(one) AS ref
