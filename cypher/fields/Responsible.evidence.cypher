// The records by which somebody is in their state, else those that make them responsible.
//
// Parameters: none
// Returns: LIST<MAP>: id, fact, source, recordedAt
RETURN CASE WHEN size(node.deciding) > 0 THEN node.deciding ELSE [each IN node.roles | fields.Fact.evidence(each)] END
