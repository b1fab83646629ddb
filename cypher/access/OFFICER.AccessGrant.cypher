// An officer sees the grants that they asked for, and those for children of their division if they supervise it.
//
// Parameters:
//   subject: STRING
//   supervises: BOOLEAN
//   own_division: STRING (code prefix of the officer's division)
// Returns: condition on node
WHERE node.subject = $subject OR ($supervises AND EXISTS {
  MATCH (child:Person {id: node.childId}) WHERE child.division STARTS WITH $own_division
})
