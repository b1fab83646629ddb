// The recorded time asked about; now when the question does not say.
//
// Parameters:
//   moment: ZONED DATETIME (what was known then counts: `known_at`, else now)
// Returns: ZONED DATETIME
RETURN $moment
