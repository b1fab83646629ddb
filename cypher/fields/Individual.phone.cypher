// The telephone number, masked. Of a shorter one nothing is shown.
//
// Parameters: none
// Returns: STRING
RETURN CASE
  WHEN size(node.phone) >= 11 THEN left(node.phone, 3) + '****' + right(node.phone, 4)
  WHEN node.phone IS NOT NULL THEN '****' END
