// The division that contains the division: the nearest that is known.
//
// Parameters: none
// Returns: division
UNWIND [9, 6, 4, 2] AS length
WITH left(node.code, length) + right('000000000000', 12 - length) AS code, length
MATCH (division:Division {code: code})
WHERE length < size(fields.Division.prefix(node))
RETURN division
ORDER BY length DESC
