// How a grant stands at the moment.
//
// Parameters:
//   moment: ZONED DATETIME
// Returns: STRING
RETURN CASE
  WHEN node.endedAt IS NOT NULL OR node.until <= $moment THEN 'ENDED'
  WHEN node.from IS NULL AND coalesce(node.lapsesAt, node.askedAt) <= $moment THEN 'LAPSED'
  WHEN node.from IS NULL THEN 'ASKED'
  ELSE 'OPEN'
END
