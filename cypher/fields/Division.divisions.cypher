// The divisions directly inside the division.
//
// Parameters: none
// Returns: division
MATCH (division:Division)
WHERE division.code STARTS WITH fields.Division.prefix(node) AND division.code <> node.code
  AND size(fields.Division.prefix(division)) =
    CASE size(fields.Division.prefix(node)) WHEN 2 THEN 4 WHEN 4 THEN 6 WHEN 6 THEN 9 ELSE 12 END
RETURN division
ORDER BY division.code
