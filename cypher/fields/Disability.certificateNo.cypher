// The certificate number, masked: it holds the resident identity number. Of a shorter one nothing is shown.
//
// Parameters: none
// Returns: STRING
RETURN CASE
  WHEN size(node.certificateNo) >= 15 THEN left(node.certificateNo, 6) + '**********' + right(node.certificateNo, 2)
  WHEN node.certificateNo IS NOT NULL THEN '**********' END
