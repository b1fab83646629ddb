// What the assessment of the child rests on: read once, whatever is asked of it. Sees everything: the grade must not depend on who
// asks; persons are guarded when they are shown.
//
// Parameters: none
// Returns: assessment MAP: child (node), responsible (see Child.responsible), selfSupporting, parents INTEGER (ever recorded), residence, registration
WITH {
  child: node, responsible: fields.Child.responsible(node), selfSupporting: fields.Child.selfSupporting(node),
  parents: COUNT { MATCH (parent:Person)-[ever:PARENT_OF]->(node) WHERE ever.kind <> 'STEP' RETURN DISTINCT parent },
  residence: node.residenceDivision, registration: node.registrationDivision
} AS assessment
RETURN assessment
