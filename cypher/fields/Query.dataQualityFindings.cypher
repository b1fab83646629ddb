// The findings.
//
// Parameters: none
// Returns: finding
MATCH (finding:DataQualityFinding)
RETURN finding
