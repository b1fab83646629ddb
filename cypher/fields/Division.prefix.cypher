// The code prefix that all divisions inside have in common.
//
// Parameters: none
// Returns: STRING
RETURN CASE
  WHEN node.code ENDS WITH '0000000000' THEN left(node.code, 2)
  WHEN node.code ENDS WITH '00000000' THEN left(node.code, 4)
  WHEN node.code ENDS WITH '000000' THEN left(node.code, 6)
  WHEN node.code ENDS WITH '000' THEN left(node.code, 9)
  ELSE node.code END
