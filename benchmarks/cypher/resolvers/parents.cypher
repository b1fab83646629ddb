// The parentages of a child: what the resolver of `Child.parents` asks.
//
// Parameters:
//   as_of: DATE
//   id: STRING (of the child)
// Returns: node MAP, with the id of the parent for the resolver of `Parentage.parent`
MATCH (parent:Person)-[fact:PARENT_OF]->(:Person {id: $id})
WHERE fact.from <= $as_of AND $as_of < fact.to
RETURN {kind: fact.kind, `from`: CASE WHEN fact.from > date('0001-01-01') THEN toString(fact.from) END, parent: parent.id} AS node
ORDER BY fact.from, fact.key
