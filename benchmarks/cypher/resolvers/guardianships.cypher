// The guardianships over a child: what the resolver of `Child.guardianships` asks.
//
// Parameters:
//   as_of: DATE
//   id: STRING (of the child)
// Returns: node MAP, with the id of the guardian for the resolver of `Guardianship.guardian`
MATCH (guardian:Person|Organisation)-[fact:GUARDIAN_OF]->(:Person {id: $id})
WHERE fact.from <= $as_of AND $as_of < fact.to
RETURN {basis: fact.basis, `from`: CASE WHEN fact.from > date('0001-01-01') THEN toString(fact.from) END, guardian: guardian.id} AS node
ORDER BY fact.from, fact.key
