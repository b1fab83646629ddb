// One finding by id.
//
// Parameters:
//   id: STRING
// Returns: finding
MATCH (finding:DataQualityFinding {id: $id})
RETURN finding
