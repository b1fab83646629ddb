// Which references of a command lead to somebody whom the one who gives it may see. The three conditions on `node` stand in
// `cypher/access`, by role and label.
//
// Parameters:
//   references: LIST<MAP> (column, id, labels: what a node of this id may be, in the order of trying)
//   sees_person: BOOLEAN (condition on `node`)
//   sees_organisation: BOOLEAN (condition on `node`)
//   sees_worker: BOOLEAN (condition on `node`)
// Returns: column STRING, of references that lead to somebody seen
UNWIND $references AS reference
CALL (reference) {
  MATCH (node:Person {id: reference.id}) RETURN 'Person' AS label, $sees_person AS seen
  UNION ALL
  MATCH (node:Organisation {id: reference.id}) RETURN 'Organisation' AS label, $sees_organisation AS seen
  UNION ALL
  MATCH (node:Worker {id: reference.id}) RETURN 'Worker' AS label, $sees_worker AS seen
}
WITH reference, collect([label, seen]) AS found
WITH reference, found, head([label IN reference.labels WHERE any(each IN found WHERE each[0] = label)]) AS first
WHERE any(each IN found WHERE each[0] = first AND each[1])
RETURN reference.column AS column
