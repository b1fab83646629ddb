// Those whose name contains the text, or whose name in pinyin or its initials begin with it.
//
// Parameters:
//   value: STRING
// Returns: conditions on node, or patterns that it is part of
WHERE (node.name CONTAINS $value OR node.pinyin STARTS WITH toLower(replace($value, ' ', ''))
  OR node.pinyin CONTAINS ' ' + toLower(replace($value, ' ', '')))
