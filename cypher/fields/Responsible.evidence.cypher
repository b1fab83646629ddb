// The records by which somebody is in their state, else those that make them responsible.
//
// Parameters: none
// Returns: LIST<MAP>: id, fact, source, recordedAt (milliseconds)
RETURN CASE WHEN size(node.deciding) > 0 THEN [each IN node.deciding | each{.*, recordedAt: each.recordedAt.epochMillis}] ELSE [each IN node.roles | fields.Fact.evidence(each)] END
