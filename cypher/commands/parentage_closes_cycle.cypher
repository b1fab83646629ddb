// Whether somebody descends from their own child.
//
// Parameters:
//   parent: STRING (person id)
//   child: STRING (person id)
// Returns: closes BOOLEAN
MATCH (parent:Person {id: $parent})
MATCH (child:Person {id: $child})
RETURN EXISTS { (child)-[:PARENT_OF*]->(parent) } AS closes
