// How able people are to look after a child whom they would care for: the row of the decision table. Sees everything: what is true
// of a child must not depend on who asks.
// Source: guardianship.md section 3; Minor Protection Law, art. 22.
//
// Parameters:
//   pairs: LIST<MAP> (ids: child, person)
// Returns: LIST: child id, person id, row INTEGER
UNWIND $pairs AS pair
MATCH (child:Person {id: pair.child}), (adult:Person {id: pair.person})
WITH *, true AS carer
WITH *, fields.Child.ability(child, adult, carer) AS ability
RETURN [pair.child, pair.person, ability.row]
