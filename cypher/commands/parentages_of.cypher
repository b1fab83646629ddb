// Parents and children of some persons, with their dates of birth.
//
// Parameters:
//   ids: LIST<STRING> (person ids)
// Returns: parent STRING, parentBorn DATE, child STRING, childBorn DATE; ids and dates of birth
UNWIND $ids AS id
MATCH (:Person {id: id})-[parentage:PARENT_OF]-()
WITH DISTINCT parentage
WITH startNode(parentage) AS parent, endNode(parentage) AS child
RETURN parent.id AS parent, parent.birthDate AS parentBorn, child.id AS child, child.birthDate AS childBorn
