// Those who live in a household on the day.
//
// Parameters:
//   value: STRING (id)
// Returns: conditions on node, or patterns that it is part of
MATCH (home:Household {id: $value})<-[lives:MEMBER_OF]-(node)
