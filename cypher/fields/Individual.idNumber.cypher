// The resident identity number, masked: never shown whole. Of a shorter one nothing is shown.
//
// Parameters: none
// Returns: STRING
RETURN CASE
  WHEN size(node.idNumber) >= 15 THEN left(node.idNumber, 6) + '**********' + right(node.idNumber, 2)
  WHEN node.idNumber IS NOT NULL THEN '**********' END
