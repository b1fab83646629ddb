// Differences that were found for the days of a period, of the children who belonged to a division.
//
// Parameters:
//   division: STRING (code prefix; empty for all, also those of no known division)
//   since: DATE (first day)
//   until: DATE (last day)
// Returns: difference MAP (its properties); by day, child and when it was kept
MATCH (found:AssessmentDifference)
WHERE found.day >= $since AND found.day <= $until
  AND ($division = '' OR found.division STARTS WITH $division)
RETURN properties(found) AS difference
ORDER BY found.day, found.childId, found.keptAt, found.id
