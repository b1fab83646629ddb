// How a grant stands at the moment.
//
// Parameters:
//   moment: ZONED DATETIME
// Returns: STRING
RETURN CASE
  WHEN node.endedAt IS NOT NULL OR node.until <= $moment THEN 'ENDED'
  WHEN node.from IS NULL THEN 'ASKED'
  ELSE 'OPEN'
END
