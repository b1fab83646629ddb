// The doubts about somebody's records.
//
// Parameters: none
// Returns: finding
MATCH (finding:DataQualityFinding)-[about:CONCERNS]->(node)
RETURN finding
ORDER BY finding.foundAt, finding.id
