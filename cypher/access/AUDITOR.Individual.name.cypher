// An auditor sees the family name alone, and the whole one of a child who is lent.
//
// Parameters:
//   lent: LIST<STRING> (ids of the children to whom a grant gives access)
// Returns: STRING
RETURN CASE WHEN node.id IN $lent THEN node.name ELSE left(node.name, 1) + '某某' END
