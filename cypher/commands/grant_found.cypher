// A grant as it is kept.
//
// Parameters:
//   id: STRING
// Returns: grant MAP, its properties, and the `division` of the child that it is for; null when there is no such child
MATCH (grant:AccessGrant {id: $id})
RETURN grant {.*, division: head(COLLECT { MATCH (child:Person {id: grant.childId}) RETURN child.division })} AS grant
