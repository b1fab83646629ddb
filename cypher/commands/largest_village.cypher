// The village with most children today: whose child director the demo lets one be, and those above.
//
// Parameters: none
// Returns: id STRING (its code); no record when there is none
MATCH (child:Person)
WHERE child.birthDate > date() - duration({years: 18}) AND NOT child.division ENDS WITH '000'
WITH child.division AS village, count(*) AS children
ORDER BY children DESC, village
LIMIT 1
RETURN village AS id
